"""Passkeys: how somebody signs in with their device alone, or proves a second time that it is they."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

SCRIPT_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""A browser asks for a passkey only through a script. It is the site's own file; none stands within a page."""


def runs_script(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose page asks for passkeys."""

    @wraps(view)
    def with_policy(request: HttpRequest, *args: object, **parts: object) -> HttpResponseBase:
        response = view(request, *args, **parts)
        response.headers["Content-Security-Policy"] = SCRIPT_POLICY
        return response

    return with_policy


class PasskeyForm(AddWebAuthnForm):
    """Asks what a new passkey is to be called, and whether it does alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "What to call it"
        self.fields["name"].initial = self.initial["name"] = ""
        self.fields["name"].help_text = "So that you know it again, such as “my telephone”."
        alone = self.fields["passwordless"]
        alone.label, alone.initial = "Let me sign in with it alone", True
        alone.help_text = (
            "Your device then asks for your finger, your face or its PIN. Leave it unticked for a security key that "
            "can do neither: it then comes after the code from our mail."
        )
        self.fields["credential"].error_messages["required"] = "Press the button, and do what your device asks"


class RenameForm(EditWebAuthnForm):
    """Asks for another name of a passkey."""

    name = forms.CharField(
        label="What to call it", max_length=80, error_messages={"required": "Write what to call the passkey"}
    )


class SignIn(LoginWebAuthnView):
    """Signing in with a passkey alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with the button; for its script, what the browser is to ask the device."""
        if request.accepts("text/html"):
            return render(request, "account/passkey_sign_in.html", self.get_context_data())
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: forms.Form) -> HttpResponse:  # noqa: ARG002
        """Says that it could not be done, and how else it can."""
        return render(self.request, "account/passkey_refused.html", status=400)


sign_in = SignIn.as_view()

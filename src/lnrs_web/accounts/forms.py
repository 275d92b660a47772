"""The mail address by which somebody signs in."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from lnrs_web.accounts.actions import account_for
from lnrs_web.accounts.models import Person


class AddressForm(RequestLoginCodeForm):
    """Asks for a mail address. A new address begins an account: the answer, and the mail, are the same for both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label="Your mail address",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Write your mail address",
                "invalid": "Write a mail address, such as name@example.org",
            },
        )

    def clean_email(self) -> str:
        """The address; who it belongs to is in `_user`."""
        email: str = super().clean_email().lower()
        self._user: Person | None = self._user or account_for(email)
        return email


class CodeForm(ConfirmLoginCodeForm):
    """Asks for the code that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for(self.fields["code"], "The code from our mail")


class AppCodeForm(AuthenticateForm):
    """Asks for a code from the authenticator app, or for a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for(self.fields["code"], "The code from your app")


class AppCodeAgainForm(ReauthenticateForm):
    """Asks for a code from the authenticator app before something is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for(self.fields["code"], "The code from your app")


class FirstAppCodeForm(ActivateTOTPForm):
    """Asks for the first code that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for(self.fields["code"], "The code that the app shows")


def _asks_for(field: forms.Field, label: str) -> None:
    field.label = label
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}
    field.error_messages["required"] = f"Write {label[0].lower()}{label[1:]}"

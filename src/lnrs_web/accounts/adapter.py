"""How allauth fits the site: whose limits, which mail, where people land."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from lnrs_web.accounts.permissions import is_at_the_desk
from lnrs_web.pages.limits import client_of

SIGNED_IN_AT, JUST_NOW_S = "signed_in_at", 600

logger = logging.getLogger("lnrs_web.accounts")


class Adapter(DefaultAccountAdapter):
    """Signing in on this site."""

    error_messages = {  # noqa: RUF012  # as allauth has it
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That is not the code we sent. Look at the newest mail from us",
        "too_many_login_attempts": "Too many tries. Wait a few minutes and ask for a new code",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """There is no page for it: an account begins with the first code."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who is asking, as limits count: never an address that could be read."""
        return client_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has work there goes to the desk, anyone else to their account."""
        return reverse("desk:editions" if is_at_the_desk(request.user) else "account")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and note when."""
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether somebody has to prove again who they are: not just after they did."""
        if time.time() - context.request.session.get(SIGNED_IN_AT, 0) < JUST_NOW_S:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. Where the mail server does not take it, a page says so, and no address is logged."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.error("A mail could not be sent: %s", type(error).__name__)
            page = render(context["request"], "account/no_mail.html", status=503)
            raise ImmediateHttpResponse(page) from None

"""Secrets of second factors, sealed with the site's own secret: a copy of the database alone gives nobody a code."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class SecondFactor(DefaultMFAAdapter):
    """Second factors on this site."""

    error_messages = {  # noqa: RUF012  # as allauth has it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That is not the code. Wait for the next one that the app shows",
    }

    def encrypt(self, text: str) -> str:
        """A secret, sealed."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret that was sealed here."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))

"""Mail by GOV.UK Notify. Its template has to have the subject `((subject))` and the message `((body))`.

The interface is described at https://docs.notifications.service.gov.uk/rest-api.html: a token (JWT, HS256) names the
service and is signed with the secret; the key that Notify gives ends in the identities of both.
"""

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lnrs_web.outbox.handing import NotNow, Refused, Unreachable

WAIT_S = 20
UUID_LETTERS = 36


def token(key: str, now_s: int) -> str:
    """What proves that a request is the service's. Raises Unreachable for a key that cannot be one of Notify's."""
    service, secret = key[-2 * UUID_LETTERS - 1 : -UUID_LETTERS - 1], key[-UUID_LETTERS:]
    if len(service) != UUID_LETTERS:
        raise Unreachable("LNRS_NOTIFY_KEY is not a key of GOV.UK Notify.")
    return jwt.encode({"iss": service, "iat": now_s}, secret, algorithm="HS256")


class EmailBackend(BaseEmailBackend):
    """Sends each mail as one notification, with the identity that it has there as its `reference`.

    A mail that may have been handed over before is asked for first, so that Notify sends it once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asking = requests.Session()

    def close(self) -> None:
        """Let go of the connection."""
        self._asking.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send mails to one address each. Raises Refused, NotNow or Unreachable."""
        for mail in email_messages:
            ours = str(mail.extra_headers.get("Message-ID", ""))
            known = self._known(ours) if ours and getattr(mail, "was_tried", False) else ""
            mail.reference = known or self._sent(mail, ours)
        return len(email_messages)

    def _sent(self, mail: EmailMessage, ours: str) -> str:
        words = {"subject": mail.subject, "body": mail.body}
        (to,) = mail.to
        asked = {"email_address": to, "template_id": settings.NOTIFY_TEMPLATE, "personalisation": words}
        if stop := str(mail.extra_headers.get("List-Unsubscribe", "")).strip("<>"):
            asked["one_click_unsubscribe_url"] = stop
        answer = self._ask("POST", "/v2/notifications/email", json=asked | ({"reference": ours} if ours else {}))
        if answer.status_code == HTTPStatus.BAD_REQUEST and "template" in answer.text.lower():
            raise Unreachable("GOV.UK Notify does not know the template that LNRS_MAIL names.")
        if answer.status_code == HTTPStatus.BAD_REQUEST:
            raise Refused("GOV.UK Notify refused it (400).", bounces="email_address" in answer.text)
        return str(_content(answer)["id"])

    def _known(self, ours: str) -> str:
        answer = self._ask("GET", "/v2/notifications", params={"reference": ours})
        return next((str(one["id"]) for one in _content(answer)["notifications"]), "")

    def _ask(self, method: str, path: str, **what: Any) -> requests.Response:
        head = {"Authorization": f"Bearer {token(settings.NOTIFY_KEY, int(time.time()))}"}
        try:
            answer = self._asking.request(method, settings.NOTIFY_URL + path, headers=head, timeout=WAIT_S, **what)
        except requests.ConnectionError as error:
            raise Unreachable("GOV.UK Notify cannot be reached.") from error
        except requests.RequestException as error:
            raise NotNow(f"GOV.UK Notify did not answer ({type(error).__name__}).") from error
        if answer.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS):
            raise Unreachable(f"GOV.UK Notify takes no more mail from this site for now ({answer.status_code}).")
        return answer


def _content(answer: requests.Response) -> dict[str, Any]:
    """What was answered. Raises NotNow where that is not what was asked for."""
    try:
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content
    except (requests.RequestException, ValueError) as error:
        raise NotNow(f"GOV.UK Notify could not take it ({answer.status_code}).") from error

"""People who sign in, as tests have them."""

import base64
import hmac
import re
import struct
import time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from lnrs.model import areas
from lnrs_web.accounts import actions
from lnrs_web.accounts.models import Membership, Person

KENT, ELSEWHERE = 40, 1


def person(email: str = "reader@example.org") -> Person:
    """Somebody with an account who has signed in before."""
    made = actions.account_for(email)
    EmailAddress.objects.filter(user=made).update(verified=True)
    return made


def officer(area: int | None = KENT, email: str = "officer@example.org", *, second_factor: bool = True) -> Person:
    """An officer of an area (by number), or of all."""
    actions.add_officer(email, next((one for one in areas() if one.lnrs_id == area), None), by="a test")
    made = person(email)
    if second_factor and not Authenticator.objects.filter(user=made).exists():
        TOTP.activate(made, generate_totp_secret())
    return made


def holder(role: str, *, area: int | None = KENT, activity: str = "", email: str = "") -> Person:
    """Somebody with a role for an area, or for one activity in it, and a second factor."""
    made = person(email or f"{role}-{area}@example.org")
    Membership.objects.get_or_create(
        person=made, role=role, area=area, activity=activity, defaults={"added_by": "a test"}
    )
    if not Authenticator.objects.filter(user=made).exists():
        TOTP.activate(made, generate_totp_secret())
    return made


def signed_in(who: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(who)
    return client


def code_in_last_mail() -> str:
    """The code that the last mail brought."""
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def app_code(secret: str) -> str:
    """What an authenticator app shows (RFC 6238), written out plainly."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def zipped(folder: Path, target: Path, *, within: str = "", only: object = None) -> Path:
    """A folder as a zip; `within` a folder of that name, `only` the paths of a set."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder).as_posix()
            if only is None or name in only:  # type: ignore[operator]
                archive.write(file, within + name)
    return target

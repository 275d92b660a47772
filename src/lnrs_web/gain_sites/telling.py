"""Mails of the register. None has an address of anybody but its reader."""

from django.conf import settings
from django.urls import reverse

from lnrs_web.accounts.queries import officers_of
from lnrs_web.config.clock import today
from lnrs_web.gain_sites.models import Version
from lnrs_web.outbox.actions import post

BY = "the register of gain sites"


def link(page: str, *parts: object) -> str:
    """The whole address of a page, for a mail."""
    return f"{settings.ADDRESS}{reverse(page, args=parts)}"


def officers(version: Version) -> None:
    """Tell the officers of the area that a version waits for them: once a day, however often it is taken back and
    sent."""
    site = version.site
    address = link("gain_desk:version", site.area.slug, version.public_id)
    for one in officers_of(site.area_id):
        post(
            to=one.email,
            subject=f"A gain site waits to be looked at: {site.reference}",
            text=f"{version.name} ({site.reference}, version {version.number}) was sent to the register of gain sites "
            f"of {site.area.name}.\n\nLook at it and decide:\n{address}\n",
            key=f"gain site sent {version.public_id} {today()} {one.public_id}",
            by=BY,
        )


def owner(version: Version) -> None:
    """Tell the owner what was decided."""
    site = version.site
    if site.owner is None:
        return
    address = link("own_gain:site", site.public_id)
    agreed = version.state == Version.State.SHOWN
    said = "is public now" if agreed else "was sent back"
    why = "" if agreed else f"What has to be changed:\n\n{version.because}\n\n"
    post(
        to=site.owner.email,
        subject=f"Your gain site {site.reference} {said}",
        text=f"{version.name} ({site.reference}, version {version.number}) {said}.\n\n{why}{address}\n",
        key=f"gain site decided {version.public_id}",
        by=BY,
    )

"""Mails of delivery. None has an address of anybody but its reader."""

from lnrs_web.accounts.queries import officers_of
from lnrs_web.config.clock import today
from lnrs_web.delivery.models import Batch, Version
from lnrs_web.gain_sites.telling import link
from lnrs_web.outbox.actions import post
from lnrs_web.pages.words import counted

BY = "delivery"


def officers(version: Version) -> None:
    """Tell the officers of the area that a version waits for them: once a day, however often it is taken back and
    sent."""
    project = version.project
    address = link("delivery_desk:version", project.area.slug, version.public_id)
    for one in officers_of(project.area_id):
        post(
            to=one.email,
            subject=f"A project waits to be looked at: {project.reference}",
            text=f"{version.name} ({project.reference}, version {version.number}) was sent to the list of projects of "
            f"{project.area.name}.\n\nLook at it and decide:\n{address}\n",
            key=f"project sent {version.public_id} {today()} {one.public_id}",
            by=BY,
        )


def officers_of_batch(batch: Batch) -> None:
    """Tell the officers of the area that records wait for them."""
    project = batch.project
    address = link("delivery_desk:batch", project.area.slug, batch.public_id)
    for one in officers_of(project.area_id):
        post(
            to=one.email,
            subject=f"Monitoring records wait to be looked at: {project.reference}",
            text=f"{counted(batch.lines, 'record')} came in for {project.reference}.\n\n"
            f"Look at them and decide:\n{address}\n",
            key=f"project records {batch.public_id} {one.public_id}",
            by=BY,
        )


def owner(version: Version) -> None:
    """Tell the owner what was decided."""
    project = version.project
    if project.owner is None:
        return
    agreed = version.state == Version.State.SHOWN
    said = "is public now" if agreed else "was sent back"
    why = "" if agreed else f"What has to be changed:\n\n{version.because}\n\n"
    address = link("own_delivery:project", project.public_id)
    post(
        to=project.owner.email,
        subject=f"Your project {project.reference} {said}",
        text=f"{version.name} ({project.reference}, version {version.number}) {said}.\n\n{why}{address}\n",
        key=f"project decided {version.public_id}",
        by=BY,
    )

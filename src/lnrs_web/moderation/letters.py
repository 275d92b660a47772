"""The words of the mail that moderators send."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from lnrs_web.engagement.models import Activity
from lnrs_web.moderation.models import Decision


def decided(decision: Decision) -> dict[str, str]:
    """Tells a writer that their words are not published, or not all, and why."""
    contribution = decision.contribution
    activity = contribution.activity
    what = "is not published" if decision.what == Decision.What.REFUSE else "is published with some words left out"
    why = f"\nWhy: {decision.get_reason_display()}.\n" if decision.reason else ""
    words = f"\n{decision.words.strip()}\n" if decision.words.strip() else ""
    text = f"""You took part in:

    {activity.title}, {activity.area.name}

What you sent, {contribution.reference}, {what}.
{why}{words}
It counts all the same, and the authority reads all of it as you wrote it.

You can change it with the link in our first mail while the activity is open. A moderator then looks at it again.
If you think that this decision is wrong, say so to the authority and give your reference.
"""
    return {"subject": f"{contribution.reference}: it {what}", "text": text}


def answered(activity: Activity, references: Sequence[str]) -> dict[str, str]:
    """Tells somebody that what they sent has been answered, and where."""
    page = f"{settings.ADDRESS}{reverse('heard:said_and_done', args=[activity.area.slug, activity.slug])}"
    text = f"""You took part in:

    {activity.title}, {activity.area.name}

What you sent has been answered ({", ".join(references)}). Read what people said, what was done about it, and what
was not done and why:

    {page}

This mail was sent because you gave your address with what you sent. Nobody need answer it.
"""
    return {"subject": f"You said, we did: {activity.title}", "text": text}

"""The words of the mail that moderators send."""

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

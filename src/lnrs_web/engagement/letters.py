"""The words of the mail that is sent to people who take part. No letter says what anybody wrote."""

from lnrs_web.engagement.models import Contribution


def proof(contribution: Contribution, link: str) -> dict[str, str]:
    """Asks whether an address is its writer's own."""
    activity = contribution.activity
    text = f"""Somebody, we think you, took part in this:

    {activity.title}, {activity.area.name}

Please say that it was you. Open this page and choose the button on it:

    {link}

Until you do, what you wrote does not count. The link works for 14 days.
If it was not you, do nothing: it is not counted and not published.
"""
    return {"subject": f"Please confirm: {activity.title}", "text": text}


def receipt(contribution: Contribution, link: str) -> dict[str, str]:
    """Says that it has been received, what it is called, and how to come back to it."""
    activity = contribution.activity
    late = "\nIt came after the closing date. It is kept, and marked as late.\n" if contribution.late else ""
    text = f"""Thank you for taking part in:

    {activity.title}, {activity.area.name}

Your reference is:

    {contribution.reference}
{late}
With this link you can read what you sent, change it while the activity is open, or withdraw it:

    {link}

Keep the link to yourself: whoever has it can do the same. It works for a year.
"""
    return {"subject": f"{contribution.reference}: we have received it", "text": text}


def way_back(contribution: Contribution, link: str) -> dict[str, str]:
    """The way back to what somebody has begun or sent."""
    activity = contribution.activity
    text = f"""You asked for the way back to what you wrote for:

    {activity.title}, {activity.area.name}

Here it is. Open this page and choose the button on it:

    {link}

Keep the link to yourself: whoever has it can read and change what you wrote.
If you did not ask for this, do nothing.
"""
    return {"subject": f"Go on with: {activity.title}", "text": text}


def withdrawn(contribution: Contribution) -> dict[str, str]:
    """Says that a contribution is withdrawn."""
    activity = contribution.activity
    text = f"""What you sent for

    {activity.title}, {activity.area.name}

is withdrawn. It is not counted and not shown to the public any more. Its reference was {contribution.reference}.
"""
    return {"subject": f"{contribution.reference}: withdrawn", "text": text}

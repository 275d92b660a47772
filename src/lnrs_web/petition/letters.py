"""The words of the mail that is sent to people who sign. Only the petition's title is in it: no name, no postcode."""

from lnrs_web.petition.links import SIGN, STOP, link_of
from lnrs_web.petition.models import Petition, Signature, Update


def proof(petition: Petition, one: Signature) -> dict[str, str]:
    """Asks whether a signature is its mailbox's owner's."""
    text = f"""Somebody, we think you, signed this petition:

    {petition.title}

Please say that it was you. Open this page and choose the button on it:

    {link_of(one, SIGN)}

Until you do, the signature is not counted. If it was not you, do nothing: it is deleted after 28 days.
With the same link you can take your signature back later.
{_from(petition)}"""
    return {"subject": f"Confirm your signature: {petition.title}", "text": text}


def already(petition: Petition, one: Signature) -> dict[str, str]:
    """Says that the mailbox has signed before."""
    text = f"""Somebody, we think you, signed this petition again:

    {petition.title}

You have signed it already, and your signature counts once. Nothing has changed.
With this link you can look at your signature, or take it back:

    {link_of(one, SIGN)}
{_from(petition)}"""
    return {"subject": f"You have signed already: {petition.title}", "text": text}


def news(update: Update, one: Signature) -> dict[str, str]:
    """An update, with the way to end them."""
    petition = update.petition
    stop = link_of(one, STOP)
    text = f"""{update.text.strip()}

--
You signed “{petition.title}” and asked to hear of it.
To get no more of these, open this page:

    {stop}
{_from(petition)}"""
    return {"subject": update.subject, "text": text, "unsubscribe": stop}


def _from(petition: Petition) -> str:
    example = "\nThis petition is an example. It asks nothing of anybody.\n" if petition.is_example else ""
    return f"{example}\nThe petition is of {petition.controller} ({petition.controller_contact}).\n"

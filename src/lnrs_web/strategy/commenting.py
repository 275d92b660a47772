"""Links from each paragraph to where it can be commented on, while anybody asks for comments."""

from collections.abc import Callable
from urllib.parse import urlencode

from markupsafe import Markup

from lnrs_web.editions.models import Edition
from lnrs_web.strategy.prose import Passage, Prose
from lnrs_web.strategy.signals import comments_wanted

FIRST_WORDS = 6


def commented_at(edition: Edition) -> str:
    """The address at which the words of an edition can be commented on now; empty where nobody asks."""
    answers = (address for _, address in comments_wanted.send(Edition, edition=edition))
    return next((str(one) for one in answers if one), "")


def links_to(address: str, edition: Edition, chapter: Prose) -> Callable[[Passage], Markup]:
    """What stands behind each paragraph of a chapter: a quiet link, or nothing where there is no address."""

    def link(one: Passage) -> Markup:
        if not address:
            return Markup("")
        query = urlencode({"about": f"paragraph:{chapter.name}.{one.number}@{edition.identity}"}, safe=":@")
        begins = " ".join(one.words.split()[:FIRST_WORDS])
        return Markup(
            '<p class="on-paragraph"><a href="{}?{}">Comment on this paragraph'
            '<span class="unseen"> number {}: “{} …”</span></a></p>'
        ).format(address, query, one.number, begins)

    return link

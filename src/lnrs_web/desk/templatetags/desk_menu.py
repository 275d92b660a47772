"""`{% desk_menu as groups %}`: the pages of the desk that are for whoever is signed in, in groups."""

from django import template

from lnrs_web.accounts.models import Role
from lnrs_web.accounts.permissions import roles_of

register = template.Library()
MENU = (
    (
        "Editions",
        (
            ("desk:editions", "Editions", (Role.EDITOR, Role.APPROVER, Role.SIGNATORY)),
            ("desk:send", "Upload an edition", (Role.EDITOR,)),
            ("procedure:all", "Procedure", ()),
            ("public_land_desk:all", "Public land", (Role.EDITOR, Role.APPROVER)),
            ("thirty_desk:all", "30 by 30", (Role.EDITOR,)),
            ("delivery_desk:all", "Delivery", ()),
            ("briefings_desk:all", "Briefings", ()),
        ),
    ),
    (
        "Taking part",
        (
            ("say_desk:activities", "Have your say", (Role.MODERATOR, Role.ANALYST)),
            ("moderation:queue", "Responses", (Role.MODERATOR, Role.ANALYST)),
            ("moderation:batches", "Bring in letters and mails", (Role.MODERATOR,)),
            ("moderation:activities", "Analysis", (Role.MODERATOR, Role.ANALYST)),
            ("moderation:tables", "Tables", (Role.MODERATOR, Role.ANALYST)),
            ("petition_desk:all", "Petitions", (Role.MODERATOR,)),
        ),
    ),
    (
        "Find out more",
        (
            ("wagtailadmin_home", "News, guidance and stories", (Role.EDITOR,)),
            ("newsletter_desk:all", "Newsletter", (Role.EDITOR,)),
        ),
    ),
    ("Markets", (("gain_desk:all", "Gain sites", ()), ("nutrients_desk:all", "Nutrient credits", ()))),
    (
        "The site",
        (
            ("people:all", "People", ()),
            ("desk:audit", "Record", (Role.DATA_PROTECTION,)),
            ("desk:mail", "Mail", ()),
            ("desk:jobs", "Jobs", ()),
        ),
    ),
)
"""Each page with its words and the roles it is for; all of them are for officers."""


@register.simple_tag(takes_context=True)
def desk_menu(context: template.Context) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of pages, each with its name among addresses and its words. None is empty."""
    held = roles_of(context["request"].user)
    groups = [(group, [page[:2] for page in pages if _is_for(held, page[2])]) for group, pages in MENU]
    return [(group, pages) for group, pages in groups if pages]


def _is_for(held: frozenset[str], roles: tuple[object, ...]) -> bool:
    return any(role in held for role in (Role.OFFICER, *roles))

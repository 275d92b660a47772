"""The words with which an assessment of progress begins, made of figures alone; an officer edits them."""

from typing import Any

from lnrs.law.periods import in_words
from lnrs_web.delivery.models.project import Status
from lnrs_web.delivery.progress import Hectares, Of, Progress
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import counted, ha, percent


def opening(edition: Edition, found: Progress, on: Any) -> str:
    """What is said of all priorities together."""
    public = sum(found.projects.values())
    if not public:
        return f"On {in_words(on)} no project was known that delivers a measure of {edition.title}."
    by_status = ", ".join(f"{found.projects[one]} {one}" for one in Status.values if found.projects.get(one))
    return (
        f"On {in_words(on)} {counted(public, 'project')} {'was' if public == 1 else 'were'} known that "
        f"{'delivers' if public == 1 else 'deliver'} measures of {edition.title}: {by_status}. {_land(found.total)} "
        "Each hectare counts once, and only projects that the authority has looked at count."
    )


def words_of(one: Of) -> str:
    """What is said of one priority."""
    if not one.projects:
        asked = f" The map shows {ha(one.mapped_ha)} for it." if one.mapped_ha else ""
        return f"No project is known that delivers this priority.{asked}"
    words = f"{counted(one.projects, 'project')} {'serves' if one.projects == 1 else 'serve'} this priority. "
    words += _land(one.hectares)
    if one.mapped_ha and one.share is not None:
        words += f" The map shows {ha(one.mapped_ha)} for it: what is delivered comes to {percent(one.share)} of that."
    return words


def _land(found: Hectares) -> str:
    parts = (("delivered", found.delivered_ha), ("under way", found.under_way_ha), ("planned", found.planned_ha))
    said = [f"{ha(area_ha)} {words}" for words, area_ha in parts if area_ha > 0]
    return f"Land: {', '.join(said)}." if said else "No land counts: what stopped counts nothing."

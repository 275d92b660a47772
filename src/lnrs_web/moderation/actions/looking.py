"""Finding campaigns and suggesting themes: all that takes long is done before anything is locked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lnrs_web.accounts.models import Person, Role
from lnrs_web.analysis.campaigns import Campaign as Found
from lnrs_web.analysis.campaigns import campaigns_of
from lnrs_web.analysis.themes import Theme, themes_of
from lnrs_web.analysis.words import unsigned
from lnrs_web.audit.actions import record
from lnrs_web.engagement.models import Activity, Contribution
from lnrs_web.engagement.permissions import must_work_on
from lnrs_web.moderation.models import Campaign, CampaignLetter, Suggestion

AT_ONCE = 500
STEPS = ("Reading what people wrote", "Comparing texts with each other", "Looking for themes", "Writing it down")
Told = Callable[[int], None]
"""Is told which of the steps is begun, from 0 on."""


@dataclass(frozen=True)
class Seen:
    """What was found among some contributions; positions are those of `rows`."""

    rows: list[UUID]
    campaigns: list[Found]
    themes: list[tuple[Theme, list[int]]]
    """Each theme with the positions of what is about it."""


def texts_of(activity: Activity) -> dict[Contribution, str]:
    """Everything that each contribution which counts says in words, without its writer's signature."""
    rows = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED)
    rows = rows.prefetch_related("answers__question").order_by("received_at", "id")
    return {
        one: "\n".join(
            unsigned(text, one.name)
            for text in (one.change_sought, *(a.text for a in one.answers.all() if a.question.is_text))
            if text
        )
        for one in rows
    }


def look(activity: Activity, *, by: Person, told: Told = lambda _: None) -> tuple[int, int]:
    """Find the campaigns and suggest themes, in place of what was found before. What has been answered or accepted
    stays. Gives how many of each. Raises NotAllowed."""
    must_work_on(activity, Role.ANALYST, by=by)
    return keep(activity, seen_in(activity, told), by=by)


def seen_in(activity: Activity, told: Told) -> Seen:
    """The campaigns and themes of what counts now. Nothing is written."""
    told(0)
    texts = texts_of(activity)
    rows, said = [one.pk for one in texts], list(texts.values())
    told(1)
    found = campaigns_of(said)
    same = {letter.at: [other.at for other in one.letters] for one in found for letter in one.letters[:1]}
    in_one = {letter.at for one in found for letter in one.letters}
    once = [at for at in range(len(rows)) if at in same or at not in in_one]
    told(2)
    themes = themes_of([said[at] for at in once])
    about = [[other for place, _ in one.texts for other in same.get(once[place], [once[place]])] for one in themes]
    told(3)
    return Seen(rows, found, list(zip(themes, about, strict=True)))


@transaction.atomic
def keep(activity: Activity, seen: Seen, *, by: Person) -> tuple[int, int]:
    """Write what was seen, of what still counts. Gives how many campaigns and themes. Raises NotAllowed."""
    must_work_on(activity, Role.ANALYST, by=by)
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
    counts = Contribution.objects.filter(activity=activity, state__in=Contribution.COUNTED)
    still = set(counts.values_list("pk", flat=True))
    campaigns = _keep_campaigns(activity, seen, still)
    activity.suggestions.filter(code=None).delete()
    for theme, about in seen.themes:
        made = Suggestion.objects.create(activity=activity, words=list(theme.words))
        made.contributions.add(*(seen.rows[at] for at in about if seen.rows[at] in still))
    became = f"{campaigns}, {len(seen.themes)}"
    which = str(activity.public_id)
    record("look for campaigns and themes", which, by=by.email, became=became, area=activity.area_id)
    return campaigns, len(seen.themes)


def _keep_campaigns(activity: Activity, seen: Seen, still: set[UUID]) -> int:
    before = dict(CampaignLetter.objects.filter(campaign__activity=activity).values_list("contribution", "campaign"))
    CampaignLetter.objects.filter(campaign__activity=activity).delete()
    taken: set[int] = set()
    for one in seen.campaigns:
        letters = [letter for letter in one.letters if seen.rows[letter.at] in still]
        if not letters:
            continue
        were = Counter(before[seen.rows[letter.at]] for letter in letters if seen.rows[letter.at] in before)
        known = next((pk for pk, _ in were.most_common() if pk not in taken), None)
        campaign = Campaign.objects.get(pk=known) if known else Campaign.objects.create(activity=activity)
        taken.add(campaign.pk)
        campaign.text, campaign.found_at = one.text, timezone.now()
        campaign.save(update_fields=["text", "found_at"])
        CampaignLetter.objects.bulk_create(
            (
                CampaignLetter(
                    campaign=campaign,
                    contribution_id=seen.rows[letter.at],
                    added=list(letter.added),
                    left_out=letter.left_out,
                )
                for letter in letters
            ),
            batch_size=AT_ONCE,
        )
    Campaign.objects.filter(activity=activity, letters=None, response=None).delete()
    return len(taken)

"""What a landowner does with a listing of their own: it is written as a draft, and sent to be looked at."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from lnrs.net_gain import differing
from lnrs_web.accounts.models import Person
from lnrs_web.accounts.permissions import must_be_officer_of
from lnrs_web.accounts.queries import account_name
from lnrs_web.areas.models import StrategyArea
from lnrs_web.audit.actions import record
from lnrs_web.config.clock import now, today
from lnrs_web.gain_sites import habitats, parts, telling
from lnrs_web.gain_sites.actions.rows import held, held_stocks, own
from lnrs_web.gain_sites.facts import Facts, lacking
from lnrs_web.gain_sites.habitats import Line
from lnrs_web.gain_sites.models import Claim, GainSite, HabitatLine, Version
from lnrs_web.gain_sites.refused import ListingRefused, refuse
from lnrs_web.gain_sites.siting import Sited

MOST_SITES = 50
"""Sites that one person lists."""
State = Version.State
Row = TypeVar("Row", HabitatLine, Claim)


@transaction.atomic
def begin(area: StrategyArea, facts: Facts, *, by: Person) -> GainSite:
    """Begin a listing. Raises ListingRefused for somebody who lists as many as anybody may."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if GainSite.objects.filter(owner=by).count() >= MOST_SITES:
        raise refuse("name", f"You list {MOST_SITES} sites already, which is the most.", "Write to the authority.")
    site = GainSite.objects.create(area=area, owner=by)
    site.reference = f"GS-{site.pk:05}"
    site.save(update_fields=["reference"])
    Version.objects.create(site=site, number=1, **vars(facts))
    record("begin gain site", site.reference, by=account_name(by), area=area.pk)
    return site


def draft_of(site: GainSite) -> Version:
    """The draft of a site, made of what everyone sees where there is none. Raises ListingRefused while one waits for an
    officer, and for a site that was withdrawn."""
    if site.withdrawn_at:
        raise refuse("site", "The site was withdrawn.", "List it anew.")
    found = Version.objects.filter(site=site, state__in=(State.DRAFT, State.WAITING)).first()
    if found and found.state == State.WAITING:
        raise refuse("site", "It waits for an officer.", "Take it back first.")
    if found:
        return found
    last = Version.objects.filter(site=site).order_by("-number")[0]
    lines, claims = list(last.lines.all()), list(last.claims.all())
    number = last.number + 1
    last.pk, last.public_id, last._state.adding = None, Version._meta.get_field("public_id").get_default(), True
    last.number, last.state, last.sent_at, last.decided_at = number, State.DRAFT, None, None
    last.decided_by, last.because, last.written_at = "", "", now()
    last.save(force_insert=True)
    _put(last, lines)
    _put(last, claims)
    return last


@transaction.atomic
def keep_facts(site: GainSite, facts: Facts, *, by: Person) -> None:
    """Write what is said of a site into its draft. Raises ListingRefused."""
    _keep(site, facts, "facts", by)


@transaction.atomic
def keep_land(site: GainSite, land: Sited, *, by: Person) -> None:
    """Write where a site lies into its draft. Raises ListingRefused."""
    _keep(site, land, f"boundary, {land.size_m2:,} m²", by)


@transaction.atomic
def keep_habitats(
    site: GainSite,
    lines: Sequence[Line],
    *,
    by: Person,
    units_from: str = "",
    findings: Sequence[str] = (),
    ground_m2: int = 0,
    claims: Sequence[differing.Claim] = (),
) -> None:
    """Put habitats in the place of all that a draft lists; `units_from` names the file that they were read from, and
    `ground_m2` is the land of its habitats, and `claims` is what it says of each of its parcels.

    Raises ListingRefused for more than may be.
    """
    draft = draft_of(own(site, by))
    if len(lines) > habitats.MOST_LINES:
        raise refuse("habitats", f"There are {len(lines):,} habitats.", f"List at most {habitats.MOST_LINES}.")
    draft.lines.all().delete()
    draft.claims.all().delete()
    _put(draft, habitats.rows_of(lines))
    _put(draft, [Claim(position=at, **vars(one)) for at, one in enumerate(claims, 1)])
    draft.units_from, draft.findings, draft.metric_m2 = units_from, list(findings), ground_m2
    draft.save()
    became = f"version {draft.number}: {len(lines)} habitats {units_from}".strip()
    record("change gain site", site.reference, by=account_name(by), became=became, area=site.area_id)


@transaction.atomic
def add_habitat(site: GainSite, line: Line, *, by: Person) -> None:
    """List one habitat more. Raises ListingRefused where as many are listed as may be."""
    draft = draft_of(own(site, by))
    if draft.lines.count() >= habitats.MOST_LINES:
        raise refuse("habitats", f"{habitats.MOST_LINES} habitats are listed.", "Bring them in as fewer lines.")
    [row] = habitats.rows_of([line])
    row.position = (draft.lines.aggregate(last=Max("position"))["last"] or 0) + 1
    _put(draft, [row])
    _typed(draft)
    became = f"version {draft.number}: {parts.units(line.units)} of {line.habitat}"
    record("change gain site", site.reference, by=account_name(by), became=became, area=site.area_id)


@transaction.atomic
def take_out_habitat(site: GainSite, position: int, *, by: Person) -> None:
    """Take a habitat out of a draft, by its number."""
    draft = draft_of(own(site, by))
    draft.lines.filter(position=position).delete()
    _typed(draft)
    became = f"version {draft.number}: without habitat {position}"
    record("change gain site", site.reference, by=account_name(by), became=became, area=site.area_id)


@transaction.atomic
def send(site: GainSite, *, by: Person) -> Version:
    """Send a draft to the officers of the area. Raises ListingRefused with all that it lacks."""
    draft = draft_of(own(site, by))
    if problems := lacking(draft, today()):
        raise ListingRefused(problems)
    draft.state, draft.sent_at = State.WAITING, now()
    draft.save()
    telling.officers(draft)
    record("send gain site", site.reference, by=account_name(by), became=f"version {draft.number}", area=site.area_id)
    return draft


@transaction.atomic
def take_back(site: GainSite, *, by: Person) -> None:
    """Take back what waits for an officer, to go on writing."""
    own(site, by)
    Version.objects.filter(site=site, state=State.WAITING).update(state=State.DRAFT, sent_at=None)
    record("take gain site back", site.reference, by=account_name(by), area=site.area_id)


@transaction.atomic
def withdraw(site: GainSite, because: str, *, by: Person, as_officer: bool = False) -> None:
    """Offer no more units of a site. What is allocated stays so; what is reserved has to be given up first.

    Raises NotAllowed, and ListingRefused without a reason, and while units are reserved.
    """
    if as_officer:
        must_be_officer_of(site.area_id, by)
    found = held(site) if as_officer else own(site, by)
    because = because.strip()
    if not because:
        raise refuse("because", "No reason is given.", "Say why it is withdrawn.")
    if found.withdrawn_at:
        raise refuse("because", "It is withdrawn already.")
    if any(one.reserved for one in held_stocks(found)):
        raise refuse("because", "Units of it are reserved.", "Let the reservations lapse, or end them, first.")
    found.withdrawn_at, found.withdrawn_because = now(), because[:500]
    found.withdrawn_by = by.email if as_officer else account_name(by)
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    Version.objects.filter(site=found, state=State.WAITING).update(state=State.DRAFT, sent_at=None)
    record("withdraw gain site", site.reference, by=found.withdrawn_by, became=because[:500], area=site.area_id)


def _keep(site: GainSite, part: Facts | Sited, what: str, by: Person) -> None:
    draft = draft_of(own(site, by))
    for name, value in vars(part).items():
        setattr(draft, name, value)
    draft.save()
    became = f"version {draft.number}: {what}"
    record("change gain site", site.reference, by=account_name(by), became=became, area=site.area_id)


def _put(draft: Version, rows: Sequence[Row]) -> None:
    for row in rows:
        row.pk, row.version = None, draft
        row._state.adding = True
    if rows:
        type(rows[0]).objects.bulk_create(rows)


def _typed(draft: Version) -> None:
    """From now on the habitats are what was typed, and no file's."""
    draft.claims.all().delete()
    draft.units_from, draft.findings, draft.metric_m2 = "", [], 0
    draft.save()

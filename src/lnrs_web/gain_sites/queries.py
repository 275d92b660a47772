"""Reading the register: what everyone may see, what is somebody's own, and what waits for an officer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lnrs_web.accounts.models import Person
from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import habitats, parts
from lnrs_web.gain_sites.models import Enquiry, GainSite, Holding, Need, Stock, Version
from lnrs_web.gain_sites.models.site import Stage
from lnrs_web.places import finding

MOST_KM = 200
ENQUIRIES_KEPT, NEEDS_KEPT = timedelta(days=730), timedelta(days=365)


def public_sites(area: str, *, with_land: bool = False) -> "QuerySet[GainSite]":
    """The sites of an area that everyone may see, withdrawn ones too; boundaries are read where they are wanted."""
    found = GainSite.objects.filter(area__slug=area, shown__isnull=False).select_related("area", "shown__site")
    found = found if with_land else found.defer("shown__parcels", "shown__findings")
    return found.prefetch_related(Prefetch("stocks", Stock.objects.filter(offered__gt=0))).order_by("reference")


def public_site(area: str, reference: str) -> GainSite | None:
    """One of them."""
    return public_sites(area, with_land=True).filter(reference=reference).first()


def own_sites(owner: Person) -> "QuerySet[GainSite]":
    """What somebody lists."""
    return GainSite.objects.filter(owner=owner).select_related("area", "shown").order_by("reference")


def own_site(owner: Person, public_id: UUID) -> GainSite | None:
    """One of somebody's own; nothing where it is another's."""
    return own_sites(owner).filter(public_id=public_id).first()


def with_last_version(sites: Iterable[GainSite]) -> list[tuple[GainSite, Version]]:
    """Sites with the latest version of each, without its land: in one question however many there are."""
    return _with_last(sites, Version.objects.all())


def with_last_sent(sites: Iterable[GainSite]) -> list[tuple[GainSite, Version]]:
    """The same of `sent` sites for officers, who do not see drafts."""
    return _with_last(sites, Version.objects.exclude(state=Version.State.DRAFT))


def _with_last(sites: Iterable[GainSite], versions: "QuerySet[Version]") -> list[tuple[GainSite, Version]]:
    rows = list(sites)
    found = versions.filter(site__in=rows).defer("parcels", "findings").order_by("number")
    last = {one.site_id: one for one in found}
    return [(one, last[one.pk]) for one in rows]


def sent(areas: frozenset[int]) -> "QuerySet[GainSite]":
    """The sites of some areas of which a version stands sent, without the land of what everyone sees."""
    versions = Version.objects.filter(site=OuterRef("pk")).exclude(state=Version.State.DRAFT)
    found = GainSite.objects.filter(Exists(versions), area__in=areas)
    return found.select_related("area", "shown").defer("shown__parcels")


def last_version(site: GainSite) -> Version:
    """The latest version, whatever has become of it."""
    return site.versions.order_by("-number")[0]


def waiting(areas: frozenset[int]) -> "QuerySet[Version]":
    """The versions that wait for an officer of some areas, the longest first."""
    found = Version.objects.filter(state=Version.State.WAITING, site__area__in=areas)
    return found.select_related("site__area").order_by("sent_at")


def held_by(person: Person) -> "QuerySet[Holding]":
    """Units that somebody reserved, whatever became of them, the last first."""
    return Holding.objects.filter(person=person).select_related("stock__site__area", "stock__site__shown")


def holdings_of(site: GainSite) -> "QuerySet[Holding]":
    """All that was held of a site, the last first."""
    return Holding.objects.filter(stock__site=site).select_related("stock__site__area", "person")


def allocations(area: str) -> "QuerySet[Holding]":
    """Every allocation in an area, the last first."""
    found = Holding.objects.filter(stock__site__area__slug=area, state=Holding.State.ALLOCATED)
    return found.select_related("stock__site__area", "stock__site__shown").order_by("-allocated_at")


def certified(area: str, code: str) -> Holding | None:
    """The allocation of a certificate, one that was annulled too."""
    found = Holding.objects.filter(stock__site__area__slug=area, code=code.strip().upper())
    return found.select_related("stock__site__area", "stock__site__shown").first()


def enquiries_of(person: Person) -> "QuerySet[Enquiry]":
    """What somebody asked, and was asked, the last first."""
    return Enquiry.objects.filter(Q(asker=person) | Q(site__owner=person)).select_related("site")


def old_enquiries(now: datetime) -> "QuerySet[Enquiry]":
    """Enquiries in which nobody has written for two years."""
    return Enquiry.objects.filter(last_at__lt=now - ENQUIRIES_KEPT).order_by("pk")


def old_needs(now: datetime) -> "QuerySet[Need]":
    """Needs that were said more than a year ago."""
    return Need.objects.filter(said_at__lt=now - NEEDS_KEPT).order_by("pk")


@dataclass(frozen=True)
class Search:
    """What a reader looks for; what is empty leaves nothing out. `problems` are words by field."""

    habitat: str
    least: int
    place: str
    within_km: float | None
    district: str
    character_area: str
    stage: str
    at: tuple[float, float] | None
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A site with the stock that a search is about, and how far it is."""

    site: GainSite
    version: Version
    stocks: list[Stock]
    distance_km: float | None

    @property
    def available(self) -> Mapping[str, int]:
        """Ten-thousandths of a unit that nobody holds, by module."""
        found: dict[str, int] = {}
        for one in self.stocks:
            found[one.module] = found.get(one.module, 0) + one.available
        return found


def read_search(edition: Edition, given: Mapping[str, str]) -> Search:
    """A search as a form sent it."""
    problems: dict[str, str] = {}
    least, at = 0, None
    if text := given.get("least", "").strip():
        try:
            least = parts.read(text)
        except ValueError as error:
            problems["least"] = f"{error}."
    if given.get("habitat", "").strip() and not habitats.named(given["habitat"][:200]):
        problems["habitat"] = "The metric has no habitat with these words."
    if place := given.get("place", "").strip():
        try:
            found = finding.point(edition, place)
            at = found.easting_m, found.northing_m
        except ValueError as error:
            problems["place"] = f"{error}."
    within = given.get("within", "").strip()
    within_km = float(within) if within.isdecimal() and within.isascii() and len(within) < 5 else None
    if within and not (within_km and within_km <= MOST_KM):
        problems["within"] = f"Write whole kilometres, 1 to {MOST_KM}."
        within_km = None
    if within_km and not place:
        problems["place"] = "Say from where."
    stage = given.get("stage", "")
    return Search(
        habitat=given.get("habitat", "").strip()[:200],
        least=least,
        place=place[:100],
        within_km=within_km,
        district=given.get("district", "")[:100],
        character_area=given.get("nca", "").strip()[:3],
        stage=stage if stage in Stage.values else "",
        at=at,
        problems=problems,
    )


def found(area: str, asked: Search, *, with_land: bool = False) -> list[Row]:
    """The sites that a search finds: the nearest first where it says from where."""
    meant = {one.name for one in habitats.named(asked.habitat)} if asked.habitat else None
    rows = []
    for site in public_sites(area, with_land=with_land).filter(withdrawn_at=None):
        version = site.shown
        if version is None or not _is_meant(version, asked):
            continue
        stocks = [one for one in site.stocks.all() if meant is None or one.habitat in meant]
        if not stocks or (asked.least and max(_available(stocks)) < asked.least):
            continue
        row = Row(site, version, stocks, _distance_km(version, asked.at))
        if asked.within_km is None or row.distance_km is None or row.distance_km <= asked.within_km:
            rows.append(row)
    return sorted(rows, key=lambda row: (row.distance_km or 0.0, row.site.reference))


def _available(stocks: list[Stock]) -> list[int]:
    """What is available of one kind of units: they are never added to each other."""
    found: dict[str, int] = {}
    for one in stocks:
        found[one.module] = found.get(one.module, 0) + one.available
    return list(found.values())


def _is_meant(version: Version, asked: Search) -> bool:
    return (
        (not asked.stage or version.stage == asked.stage)
        and (not asked.district or asked.district in version.districts)
        and (not asked.character_area or str(version.character_area) == asked.character_area)
    )


def _distance_km(version: Version, at: tuple[float, float] | None) -> float | None:
    if at is None:
        return None
    return float(((version.easting_m - at[0]) ** 2 + (version.northing_m - at[1]) ** 2) ** 0.5 / 1000)

"""What is known of a procedure: the record, and what the law makes of it on a day."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from lnrs.law import acts as law
from lnrs.law.acts import TABLE, KindOfAct
from lnrs.law.finding import Finding, Outcome
from lnrs.law.notices import Position
from lnrs.law.periods import day_in_england
from lnrs.law.procedure import ProcedureFacts, procedure_findings
from lnrs.law.record import PASSINGS, Due, Parties, dues, facts_of, finding_on, gate, stage_of, stands
from lnrs.law.stages import STAGES, Row, Stage
from lnrs.law.supporting import Body, BodyKind, supporting_authorities
from lnrs.model import Area, areas
from lnrs_web.accounts.models import Person, Role
from lnrs_web.accounts.permissions import may
from lnrs_web.config import clock
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.editions.queries import current_editions
from lnrs_web.outbox.models import Message
from lnrs_web.procedure.models import Act, Authority, Judgement, Procedure, Publication, Serving


@dataclass(frozen=True)
class Judged:
    """A finding, and what a person decided on just these facts, if anyone has."""

    finding: Finding
    judgement: Judgement | None

    @property
    def waits(self) -> bool:
        """Whether a person has still to decide."""
        return self.finding.outcome is Outcome.FOR_JUDGEMENT and self.judgement is None


@dataclass(frozen=True)
class Choice:
    """An act that may be done next, and what the law says of doing it today; no `finding` where nothing bars it."""

    row: KindOfAct
    finding: Finding | None

    @property
    def not_yet(self) -> bool:
        """Whether it is too early for it, or something stands in its way."""
        return self.finding is not None and self.finding.outcome in (Outcome.NOT_YET, Outcome.NOT_MET)


class Known:
    """A procedure as it stands on a day."""

    def __init__(self, area: Area, on: date | None = None) -> None:
        self.area, self.on = area, on or clock.today()
        self.procedure = Procedure.objects.filter(area=area.lnrs_id).first()

    @cached_property
    def every_act(self) -> list[Act]:
        """Every act that was recorded, withdrawn or not, by day."""
        found = Act.objects.filter(procedure=self.procedure).select_related("authority", "edition", "serving")
        return list(found.prefetch_related("documents"))

    @cached_property
    def acts(self) -> list[Act]:
        """Those that stand."""
        return [act for act in self.every_act if act.withdrawn_at is None]

    @cached_property
    def in_law(self) -> list[law.Act]:
        """The acts that stand and were done, as the law reads them, by the day that counts."""
        found = [replace(act.as_law, on=self.day_of(act)) for act in self.acts if not self.is_lost(act)]
        return sorted(found, key=lambda act: act.on)

    @cached_property
    def _sent(self) -> dict[str, date]:
        """The day on which the mail that served something went out, by its key."""
        keys = [act.serving.message_key for act in self.every_act if hasattr(act, "serving")]
        sent = Message.objects.filter(key__in=filter(None, keys), sent_at__isnull=False)
        return {key: day_in_england(at) for key, at in sent.values_list("key", "sent_at")}

    @cached_property
    def _lost(self) -> set[str]:
        """The keys of mail that served something and never went out."""
        keys = [act.serving.message_key for act in self.every_act if hasattr(act, "serving")]
        never = (Message.State.GIVEN_UP, Message.State.HELD_BACK)
        return set(Message.objects.filter(key__in=filter(None, keys), state__in=never).values_list("key", flat=True))

    def is_lost(self, act: Act) -> bool:
        """Whether an act was to be done by a mail that never went out: then nothing was given, and no time runs."""
        return hasattr(act, "serving") and act.serving.message_key in self._lost

    def day_of(self, act: Act) -> date:
        """The day of an act that the law counts from. What is served by mail is given when the mail goes out: where
        that is later than the day that was recorded, time begins with it."""
        key = act.serving.message_key if hasattr(act, "serving") else ""
        return max(act.on, self._sent.get(key, act.on))

    @cached_property
    def authorities(self) -> list[Authority]:
        """The authorities that take part."""
        return list(Authority.objects.filter(procedure=self.procedure, withdrawn_at=None))

    @cached_property
    def parties(self) -> Parties:
        """Who takes part, by name. Neighbours are known where any is named, or where no area adjoins this one."""
        named = {
            role: tuple(one.name for one in self.authorities if one.role == role) for role in Authority.Role.values
        }
        neighbours = named[Authority.Role.NEIGHBOURING]
        return Parties(
            self.area.responsible_authority,
            named[Authority.Role.SUPPORTING],
            neighbours if neighbours or not self.area.neighbours else None,
        )

    @cached_property
    def stage(self) -> Stage:
        """Where the strategy stands."""
        return stage_of(self.in_law, self.on)

    @property
    def stage_row(self) -> Row:
        """What the law's table says of that stage."""
        return STAGES[self.stage]

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """What is due by whom."""
        return dues(self.in_law, self.parties, self.on)

    @property
    def facts(self) -> ProcedureFacts:
        """The facts of this round. A published edition is on this website; where one is elsewhere, a person says so."""
        published = [act for act in self.acts if act.kind == law.Kind.PUBLISHED]
        here = True if published and published[-1].edition_id else None
        return facts_of(self.in_law, self.parties, self.on, available_online=here)

    @cached_property
    def findings(self) -> list[Judged]:
        """What every rule says, with what people decided."""
        decided = {
            (one.rule, one.about, one.because): one for one in Judgement.objects.filter(procedure=self.procedure)
        }
        found = procedure_findings(self.facts, self.on)
        return [Judged(one, decided.get((one.rule, one.about, one.because))) for one in found]

    def choices(self) -> list[Choice]:
        """What is usually done next, and whether it may be."""
        return [
            Choice(row, gate(row.kind, self.in_law, self.parties, self.on))
            for row in TABLE
            if self.stage in row.usual_at
        ]

    def other_choices(self) -> list[KindOfAct]:
        """Every other kind of act: what was forgotten can always be recorded."""
        return [row for row in TABLE if self.stage not in row.usual_at]

    def said_of(self, act: Act) -> tuple[Finding, ...]:
        """What the law says of one act."""
        mine = next((one for one in self.in_law if one.ref == str(act.public_id)), None)
        return finding_on(mine, self.in_law, self.parties, self.on) if mine else ()

    def positions(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """For each passing of a draft in this round: where authorities stand, and which of them do so."""
        titles = ("The consultation draft", "The final strategy")
        found = [stands(self.in_law, passing, self.on) for passing in PASSINGS]
        return [
            (
                title,
                [(str(at), sorted(name for name in one if one[name] is at)) for at in Position if at in one.values()],
            )
            for title, one in zip(titles, found, strict=True)
            if one
        ]

    def dues_together(self) -> list[tuple[Due, list[str]]]:
        """What is due, with everyone who has to do the same by the same day."""
        together: dict[tuple[date, str], list[Due]] = {}
        for due in self.dues:
            together.setdefault((due.last, due.what), []).append(due)
        return [(same[0], [due.who for due in same]) for same in together.values()]


def proposed(area: Area, edition: Edition | None) -> list[tuple[str, str, str]]:
    """Authorities that seem to take part: name, role and kind.

    Supporting: the districts of an edition's map, and Natural England; neighbouring: the responsible authorities of the
    adjoining areas. People correct the list.
    """
    zones = Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT) if edition else Zone.objects.none()
    bodies = [Body(name, BodyKind.DISTRICT_COUNCIL) for name in zones.values_list("name", flat=True)]
    supporting = [
        (
            name,
            str(Authority.Role.SUPPORTING),
            str(BodyKind.OTHER if name == "Natural England" else BodyKind.DISTRICT_COUNCIL),
        )
        for name in supporting_authorities(bodies, area.responsible_authority)
    ]
    named = {one.lnrs_id: one for one in areas()}
    neighbours = sorted(
        {named[number].responsible_authority for number in area.neighbours} - {area.responsible_authority}
    )
    taken = {name for name, *_ in supporting}
    return [*supporting, *((name, str(Authority.Role.NEIGHBOURING), "") for name in neighbours if name not in taken)]


def editions_of(area: Area) -> "QuerySet[Edition]":
    """Every edition of an area that was taken in, the latest first."""
    return Edition.objects.filter(area_id=area.lnrs_id).select_related("area")


def message_of(serving: Serving) -> Message | None:
    """The mail that served it: the proof."""
    return Message.objects.filter(key=serving.message_key).first() if serving.message_key else None


def current_of(area: Area) -> Edition | None:
    """The edition that everyone sees of an area."""
    return current_editions().filter(area=area.lnrs_id).first()


def identity_of_current(area: Area) -> str:
    """Its identity; nothing where there is none."""
    return found.identity if (found := current_of(area)) else ""


def asked_publication(procedure: Procedure | None) -> Publication | None:
    """The publication that waits for a second person."""
    found = Publication.objects.filter(procedure=procedure, state=Publication.State.ASKED).select_related("edition")
    asked = found.first()
    return asked if asked and not why_not_asked_any_more(asked) else None


def asked_of(edition: Edition) -> Publication | None:
    """What is asked about an edition, and waits for a second person."""
    asked = asked_publication(Procedure.objects.filter(area=edition.area_id).first())
    return asked if asked and asked.edition_id == edition.pk else None


def strategy_since(edition: Edition) -> date | None:
    """The day on which an edition was published as the strategy, the last time; None where it never was."""
    acts = Act.objects.filter(edition=edition, kind=law.Kind.PUBLISHED.value, withdrawn_at=None)
    return acts.order_by("-on").values_list("on", flat=True).first()


def why_not_asked_any_more(asked: Publication) -> str:
    """Why what was asked for cannot be agreed to any more, in words; nothing where it can."""
    if asked.expires_at <= clock.now():
        return "It was not agreed to within 14 days."
    asker = Person.objects.filter(email=asked.asked_by).first()
    if not may(asker, Role.EDITOR, area=asked.procedure.area):
        return "Whoever asked for this has left, or may not ask for it any more."
    if asked.edition_id and identity_of_current(asked.procedure.of) != asked.instead_of:
        return "Another edition was put before everyone after this was asked."
    return ""

"""Whether a plan is one that the metric can say something of: every problem at once."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from lnrs.bng.parcels import Created, Enhanced, Existing, Plan, Size, State, Timing
from lnrs.bng.paths import enhancement_path
from lnrs.bng.tables import MODULES, OVER_30, Module, Tables
from lnrs.errors import Problem


def problems_of(plan: Plan, tables: Tables) -> list[Problem]:
    """Every problem of a plan, in its own order."""
    found = [*_repeated(plan), *_unmatched(plan)]
    for parcel in plan.existing:
        found += _at(parcel.ref, [*_existing(parcel, tables), *_off_site(parcel.off_site)])
    for made in plan.created:
        found += _at(made.ref, [*_created(made, tables), *_timing(made.timing), *_off_site(made.off_site)])
    for better in plan.enhanced:
        found += _at(f"{better.ref} (enhanced)", [*_enhanced(better, tables), *_timing(better.timing)])
    return found


def _at(ref: str, words: list[tuple[str, str]]) -> list[Problem]:
    return [Problem(ref, what, do) for what, do in words]


def _repeated(plan: Plan) -> Iterator[Problem]:
    for kind, refs in (("existing", plan.existing), ("created", plan.created), ("enhanced", plan.enhanced)):
        for ref, times in Counter((one.module, one.ref) for one in refs).items():
            if times > 1:
                yield Problem(ref[1], f"stands {times} times among what is {kind}.", "Give each its own reference.")


def _unmatched(plan: Plan) -> Iterator[Problem]:
    better = {(one.module, one.ref) for one in plan.enhanced}
    for parcel in plan.existing:
        if parcel.enhanced > 0 and (parcel.module, parcel.ref) not in better:
            yield Problem(parcel.ref, "is enhanced, yet nothing says to what.", "Say which state it is to have.")
    known = set(plan.existing)
    for one in plan.enhanced:
        if one.existing not in known:
            yield Problem(one.ref, "is enhanced, but is not among what is there before.", "Add it there.")


Words = Iterator[tuple[str, str]]


def _existing(parcel: Existing, tables: Tables) -> Words:
    yield from _state(parcel.module, parcel.state, tables)
    size, retained, enhanced = Fraction(parcel.size), Fraction(parcel.retained), Fraction(parcel.enhanced)
    if size <= 0 or retained < 0 or enhanced < 0:
        yield "its size must be more than nothing, and its parts not less.", "Give sizes in ha or km."
    longer = parcel.module == "watercourse" and not retained
    if retained + enhanced > size and not longer:
        yield "more of it is retained and enhanced than there is.", "Split it, or mend the sizes."
    habitat = tables.habitats.get(parcel.module, {}).get(parcel.state.habitat)
    if habitat is None:
        return
    if parcel.irreplaceable and habitat.irreplaceable == "no":
        yield f"{habitat.name} cannot be irreplaceable habitat.", "Say that it is not."
    if not parcel.irreplaceable and habitat.irreplaceable == "yes":
        yield f"{habitat.name} is irreplaceable habitat.", "Say that it is."
    if parcel.irreplaceable and parcel.lost and not parcel.bespoke_agreed:
        yield "irreplaceable habitat is lost.", "Keep it, or have bespoke compensation agreed."
    if parcel.irreplaceable and habitat.broad == "Individual trees" and enhanced:
        yield "irreplaceable trees cannot be enhanced.", "Retain them."


def _created(made: Created, tables: Tables) -> Words:
    yield from _state(made.module, made.state, tables)
    if made.size <= 0:
        yield "its size must be more than nothing.", "Give it in ha or km."


def _enhanced(better: Enhanced, tables: Tables) -> Words:
    wrong = list(_state(better.module, better.state, tables))
    yield from wrong
    if wrong or list(_state(better.module, better.existing.state, tables)):
        return
    existing = better.existing
    path = enhancement_path(better.module, existing.state, better.state, tables, irreplaceable=existing.irreplaceable)
    if isinstance(path, str):
        yield path, "See which enhancements the metric knows."
    if existing.enhanced <= 0:
        yield "nothing of it is said to be enhanced.", "Say how much."


def _state(module: Module, state: State, tables: Tables) -> Words:
    if module not in MODULES:
        yield f"{module} is no module of the metric.", f"It has {', '.join(MODULES)}."
        return
    habitat = tables.habitats[module].get(state.habitat)
    if habitat is None:
        yield f"the metric has no {module} habitat {state.habitat!r}.", "Name it as the metric does."
    elif state.condition not in habitat.years:
        possible = ", ".join(habitat.years)
        yield f"{state.habitat} cannot be in condition {state.condition!r}.", f"Possible: {possible}."
    if state.significance not in tables.significance:
        yield (
            f"no strategic significance is called {state.significance!r}.",
            f"One of {', '.join(tables.significance)}.",
        )
    if module == "watercourse":
        yield from _encroachment(state, tables)
    elif state.in_watercourse or state.on_banks:
        yield "only watercourses have encroachment.", "Leave it out."


def _encroachment(state: State, tables: Tables) -> Words:
    for given, known in ((state.in_watercourse, tables.in_watercourse), (state.on_banks, tables.on_banks)):
        if given not in known:
            yield f"no encroachment is called {given!r}.", f"One of {', '.join(known)}."
        elif (given == CULVERT) != (state.habitat == "Culvert"):
            yield f"{given} does not go with {state.habitat}.", f"Culverts have {CULVERT}, and nothing else has."


CULVERT = "N/A - Culvert"
"""Encroachment of a culvert."""


def _timing(timing: Timing) -> Words:
    for years in (timing.advance_years, timing.delay_years):
        if not 0 <= years <= OVER_30:
            yield f"{years} years are not 0 to {OVER_30}.", f"Give {OVER_30} for more than thirty."
    if timing.advance_years and timing.delay_years:
        yield "work cannot be both in advance and delayed.", "Give one of them."


def _off_site(off_site: Size | None) -> Words:
    if off_site is not None and not 0 < off_site <= 1:
        yield f"spatial risk {float(off_site):g} is not above 0 and up to 1.", "See lnrs.bng.spatial_risk."

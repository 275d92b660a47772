"""Units of one parcel: before, retained, created and enhanced, explained factor by factor.

What is asked about has to be sound: lnrs.bng.soundness says whether it is.
"""

from collections.abc import Mapping
from fractions import Fraction

from lnrs.bng.explained import SPATIAL_RISK, Factor, Term, Units
from lnrs.bng.parcels import Created, Enhanced, Existing, Size, State
from lnrs.bng.paths import enhancement_path
from lnrs.bng.tables import OVER_30, SIZE_UNIT, Module, Tables
from lnrs.bng.timing import creation_difficulty, enhancement_difficulty, final_years

SIGNIFICANCE_WORDS: Mapping[str, str] = {
    "high": "formally identified in the local strategy",
    "medium": "ecologically desirable, but not in a local strategy",
    "low": "not in a local strategy",
}


def baseline_units(parcel: Existing, tables: Tables) -> Units:
    """Units of all that is there before. Of irreplaceable habitat only what is enhanced has any."""
    return _present("before", parcel, parcel.enhanced if parcel.irreplaceable else parcel.size, tables)


def retained_units(parcel: Existing, tables: Tables) -> Units:
    """Units of what stays as it is. Irreplaceable habitat has none."""
    return Units() if parcel.irreplaceable else _present("retained", parcel, parcel.retained, tables)


def bespoke_units(parcel: Existing, tables: Tables) -> Units:
    """Units of losses of very high distinctiveness that agreed compensation makes good, outside the metric."""
    band = tables.habitats[parcel.module][parcel.state.habitat].band
    if not parcel.bespoke_agreed or parcel.irreplaceable or band != "V.High" or parcel.module == "hedgerow":
        return Units()
    return _present("made good by bespoke compensation", parcel, parcel.lost, tables)


def created_units(made: Created, tables: Tables) -> Units:
    """Units of habitat that is made."""
    habitat = tables.habitats[made.module][made.state.habitat]
    years = final_years(habitat.years[made.state.condition], made.timing)
    level, why = creation_difficulty(habitat, made.state.condition, made.timing, tables)
    factors = (
        _size(made.module, made.size),
        *_quality(made.module, made.state, tables),
        _significance(made.state, tables),
        _time(years, tables),
        _difficulty(level, why, tables),
        *_encroachment(made.module, made.state, tables),
        *_spatial_risk(made.off_site),
    )
    return Units((Term(f"{made.state.habitat}, created", factors),))


def enhanced_units(better: Enhanced, tables: Tables) -> Units:
    """Units of habitat that is made better: what was there counts in full, and the uplift with time and difficulty.

    All of it has the significance and the encroachment of the state it is to have.
    """
    existing, module = better.existing, better.module
    before, after = existing.state, better.state
    standard = enhancement_path(module, before, after, tables, irreplaceable=existing.irreplaceable)
    assert isinstance(standard, int), standard
    habitat = tables.habitats[module][after.habitat]
    level, why = enhancement_difficulty(habitat, standard, better.timing)
    risk = (_time(final_years(standard, better.timing), tables), _difficulty(level, why, tables))
    place = (
        _significance(after, tables),
        *_encroachment(module, after, tables),
        *_spatial_risk(existing.off_site),
    )
    size = Fraction(better.existing.enhanced)
    old = min(size, Fraction(existing.size))
    was, becomes = _score(module, before, tables), _score(module, after, tables)
    says = f"{_in_words(after)}, {float(becomes):g}, over {_in_words(before)}, {float(was):g}"
    uplift = Factor("uplift of distinctiveness x condition", says, becomes - was)
    terms = [
        Term(f"{before.habitat}, as it was", (_size(module, old), *_quality(module, before, tables), *place)),
        Term(f"{after.habitat}, what enhancement adds", (_size(module, old), uplift, *risk, *place)),
    ]
    if size > old:
        longer = (_size(module, size - old), *_quality(module, after, tables), *risk, *place)
        terms.append(Term(f"{after.habitat}, what it is longer", longer))
    return Units(tuple(terms))


def _present(what: str, parcel: Existing, size: Size, tables: Tables) -> Units:
    factors = (
        _size(parcel.module, size),
        *_quality(parcel.module, parcel.state, tables),
        _significance(parcel.state, tables),
        *_encroachment(parcel.module, parcel.state, tables),
        *_spatial_risk(parcel.off_site),
    )
    return Units((Term(f"{parcel.state.habitat}, {what}", factors),))


def _size(module: Module, size: Size) -> Factor:
    return Factor("area" if module == "area" else "length", SIZE_UNIT[module], Fraction(size))


def _quality(module: Module, state: State, tables: Tables) -> tuple[Factor, Factor]:
    habitat = tables.habitats[module][state.habitat]
    return (
        Factor("distinctiveness", habitat.band, habitat.score),
        Factor("condition", state.condition, tables.condition_score[state.condition]),
    )


def _score(module: Module, state: State, tables: Tables) -> Fraction:
    distinctiveness, condition = _quality(module, state, tables)
    return distinctiveness.value * condition.value


def _in_words(state: State) -> str:
    return f"{state.habitat} in condition {state.condition}"


def _significance(state: State, tables: Tables) -> Factor:
    return Factor(
        "strategic significance", SIGNIFICANCE_WORDS[state.significance], tables.significance[state.significance]
    )


def _time(years: int, tables: Tables) -> Factor:
    says = "more than 30 years" if years == OVER_30 else f"{years} year{'' if years == 1 else 's'}"
    return Factor("time to target", says, tables.time[years])


def _difficulty(level: str, why: str, tables: Tables) -> Factor:
    return Factor("difficulty", f"{level}, {why}", tables.difficulty[level])


def _encroachment(module: Module, state: State, tables: Tables) -> tuple[Factor, ...]:
    if module != "watercourse":
        return ()
    return (
        Factor("encroachment into the watercourse", state.in_watercourse, tables.in_watercourse[state.in_watercourse]),
        Factor("encroachment on the banks", state.on_banks, tables.on_banks[state.on_banks]),
    )


def _spatial_risk(off_site: Size | None) -> tuple[Factor, ...]:
    return () if off_site is None else (Factor(SPATIAL_RISK, "off the site", Fraction(off_site)),)

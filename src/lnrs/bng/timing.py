"""How long habitat takes to come to its condition, and how hard that is, with work begun early or late."""

from lnrs.bng.parcels import Timing
from lnrs.bng.tables import OVER_30, Habitat, Tables


def final_years(standard_years: int, timing: Timing) -> int:
    """Years to target from the day of the losses, 0 to 30 or OVER_30.

    Of more than thirty years, early work is taken from thirty, as the official tool does.
    """
    if standard_years == OVER_30:
        return OVER_30 if timing.advance_years == 0 else max(0, 30 - timing.advance_years)
    years = max(0, standard_years + timing.delay_years - timing.advance_years)
    return OVER_30 if years > 30 else years


def creation_difficulty(habitat: Habitat, condition: str, timing: Timing, tables: Tables) -> tuple[str, str]:
    """How hard creation is, and why. Area habitat that is in poor condition already is as hard as to enhance, but for a
    few that the metric names."""
    advance, standard = timing.advance_years, habitat.years[condition]
    if advance >= standard and habitat.score:
        return "Low", "in its condition before the losses" if standard else "at once in its condition"
    poor = habitat.years.get("Poor")
    begun = habitat.module == "area" and poor is not None and 0 < advance >= poor
    if begun and habitat.name not in tables.difficulty_stays:
        return habitat.enhancement_difficulty, "in poor condition before the losses, so as hard as to enhance"
    return habitat.creation_difficulty, "to create"


def enhancement_difficulty(habitat: Habitat, standard_years: int, timing: Timing) -> tuple[str, str]:
    """How hard enhancement is, and why."""
    if timing.advance_years >= standard_years and not timing.delay_years:
        return "Low", "in its condition before the losses" if standard_years else "at once in its condition"
    return habitat.enhancement_difficulty, "to enhance"

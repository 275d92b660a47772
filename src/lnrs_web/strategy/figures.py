"""Figures of an edition as numbers. Its rows are text, as they were published."""

from lnrs_web.editions.models import Edition, Figure

Row = dict[str, str]


def rows_of(edition: Edition, name: str) -> list[Row]:
    """The rows of a figure; none where the edition does not have it."""
    found = Figure.objects.filter(edition=edition, name=name).first()
    return found.rows if found else []


def summary(edition: Edition) -> dict[str, float]:
    """The key figures by their name: hectares, shares and counts."""
    return {row["key"]: float(row["value"]) for row in rows_of(edition, "summary")}


def area_ha_by(edition: Edition, noun: str) -> dict[str, float]:
    """Mapped hectares by reference, of each `measure` or `priority`."""
    return {row[noun]: float(row["area_ha"]) for row in rows_of(edition, f"by_{noun}")}


def of_measure(edition: Edition, ref: str) -> dict[str, float | None]:
    """The figures of a mapped measure, a number that is withheld as nothing; empty for a wider measure."""
    for row in rows_of(edition, "by_measure"):
        if row["measure"] == ref:
            return {name: float(text) if text else None for name, text in row.items() if name != "measure"}
    return {}

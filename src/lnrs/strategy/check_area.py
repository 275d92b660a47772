"""Whether the boundary in the folder is that of the strategy's own area."""

from collections.abc import Iterator

from lnrs.errors import LayerRefused, NotFound, Problem
from lnrs.layers import area_number, store
from lnrs.strategy.draft import Draft


def area_problems(draft: Draft) -> Iterator[Problem]:
    """The boundary of another area than the one that strategy.toml names; one that cannot be read says so itself."""
    file, area = draft.layers.get(area_number.LAYER), draft.settings.area
    if file is None or area is None:
        return
    try:
        numbers = [int(number) for number in store.count_of_words(file, "lnrs_id")]
    except (LayerRefused, NotFound, ValueError):
        return
    for number in numbers:
        if number != area.lnrs_id:
            advice = "Add the right boundary, or correct area in strategy.toml."
            yield Problem(f"layers/{file.name}", area_number.of_another(number, area.lnrs_id), advice)

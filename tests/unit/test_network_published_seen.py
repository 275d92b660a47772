"""Rows that say the same are known again, in one batch, in a later one and in another table."""

import numpy as np

from lnrs.network.published.mending import Seen


def test_a_row_is_known_again_by_what_it_says() -> None:
    seen = Seen()
    assert seen.before("a", np.array([1, 2, 3]), [b"one", b"two", b"one"]) == {3: "row 1"}
    assert seen.before("a", np.array([4, 5]), [b"three", b"two"]) == {5: "row 2"}
    assert seen.before("b", np.array([1, 2]), [b"three", b"four"]) == {1: "row 4 of a"}
    assert seen.before("b", np.array([3]), [b"four"]) == {3: "row 2"}
    assert seen.before("b", np.array([], dtype=np.int64), []) == {}

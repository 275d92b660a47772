"""From an authority's measures to common words: proposed by machine, confirmed by people, kept while the words are."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.errors import NetworkProblems, NotFound
from lnrs.network import crosswalk
from lnrs.network.crosswalk import CrosswalkRow, decide, in_force, refreshed, undecided, version
from lnrs.network.folder import Network
from lnrs.network.propose import SURE, of_words, propose
from lnrs.network.vocabulary import ACTIONS, habitats

DAY = date(2026, 11, 3)
MEADOWS = "Restore lost hay meadows with local seed."
WOODS = "Plant new woodland on poor arable land."


def network(folder: Path) -> Network:
    return Network(folder, "Two", DAY, ())


def published(**measures: str) -> pd.DataFrame:
    """What an authority publishes: references and words."""
    return pd.DataFrame({"ref": list(measures), "measure": list(measures.values()), "priorities": [()] * len(measures)})


class TestWhatIsProposed:
    @pytest.mark.parametrize(
        ("measure", "habitat", "action"),
        [
            ("Restore lost hay meadows with local seed.", "Grassland - Lowland meadows", "restore"),
            (
                "Graze chalk grassland and clear encroaching scrub.",
                "Grassland - Lowland calcareous grassland",
                "manage",
            ),
            ("Buffer ancient woodland with scrub.", "Heathland and shrub - Mixed scrub", None),
            ("Blanket bog restoration by blocking grips", "Wetland - Blanket bog", "restore"),
            ("Protect saltmarsh from trampling", "Coastal saltmarsh - Saltmarshes and saline reedbeds", "protect"),
            ("Join up hedgerow networks", "Hedgerow - Native hedgerow", "connect"),
        ],
    )
    def test_one_habitat_of_the_metric_and_one_action(self, measure, habitat, action):
        found = of_words(measure)

        assert found.habitat == habitat
        assert action is None or found.action == action

    def test_what_is_taken_away_and_what_lies_beside_is_not_what_is_made(self):
        assert of_words("Remove scrub from fen").habitat == "Wetland - Fens (upland and lowland)"
        assert of_words("Create ponds near woodland").habitat == "Lakes - Ponds (priority habitat)"
        assert of_words("Convert arable to heathland").habitat == "Heathland and shrub - Lowland heathland"

    def test_it_says_which_words_decided(self):
        assert of_words("Graze heathland").why == "habitat: heathland; action: graze"

    def test_the_priority_helps_where_the_measure_is_silent(self):
        assert of_words("Create more of it", ("Reedbeds are larger",)).habitat == "Wetland - Reedbeds"

    def test_and_does_not_overrule_what_the_measure_says(self):
        found = of_words("Create reedbeds", ("Woodland covers more of the county",))

        assert found.habitat == "Wetland - Reedbeds"

    def test_where_no_word_says_it_nothing_is_made_up(self):
        found = of_words("Tell neighbours about bats")

        assert (found.habitat, found.action, found.confidence) == ("", "", 0.0)
        assert found.why == "no word says it"

    def test_two_habitats_named_alike_lower_the_confidence_and_are_both_told(self):
        one, two = of_words("Create reedbeds"), of_words("Create reedbeds and heathland")

        assert two.confidence < one.confidence
        assert {two.habitat, *two.also} == {"Wetland - Reedbeds", "Heathland and shrub - Lowland heathland"}

    def test_what_the_publisher_says_goes_before_any_guess(self):
        described = published(A=WOODS).assign(
            metric_habitats=[("Wetland - Reedbeds", "Grassland - Lowland meadows", "no such habitat")],
            action=["manage"],
        )

        (row,) = propose(described).to_dict("records")

        assert (row["habitat"], row["also"]) == ("Wetland - Reedbeds", ("Grassland - Lowland meadows",))
        assert (row["action"], row["confidence"]) == ("manage", 1.0)
        assert row["why"] == "habitat and action as published"

    @given(st.text(max_size=200))
    def test_whatever_the_words_the_answer_is_in_the_common_vocabulary(self, words):
        found = of_words(words, (words,))

        assert found.habitat == "" or found.habitat in habitats()
        assert found.action in ("", *ACTIONS)
        assert 0.0 <= found.confidence <= 1.0
        assert set(found.also) <= set(habitats()) - {found.habitat}


class TestWhatPeopleDecide:
    def test_a_confirmed_row_is_kept_while_the_words_are_unchanged(self):
        before = decided(published(A=MEADOWS, B=WOODS), "A", habitat="Grassland - Other neutral grassland")

        after = refreshed(before, published(A=MEADOWS, B=WOODS))

        assert after == before
        assert after[0].habitat == "Grassland - Other neutral grassland"

    def test_when_the_words_change_it_is_shown_again_with_what_was_decided(self):
        before = decided(published(A=MEADOWS), "A")

        shown, past = refreshed(before, published(A="Create reedbeds beside the river."))

        assert (shown.status, shown.measure) == ("words changed", "Create reedbeds beside the river.")
        assert shown.habitat == "Grassland - Lowland meadows"
        assert "it said: Restore lost hay meadows" in shown.why
        assert "the new words would be: Wetland - Reedbeds, create" in shown.why
        assert past == before[0]

    def test_and_when_the_former_words_return_so_does_the_decision(self):
        before = decided(published(A=MEADOWS), "A")
        between = refreshed(before, published(A="Create reedbeds beside the river."))

        assert refreshed(between, published(A=MEADOWS)) == before

    def test_a_measure_that_is_no_longer_published_keeps_its_decision_and_loses_its_proposal(self):
        rows = decided(published(A=MEADOWS, B=WOODS), "A")

        assert [row.ref for row in refreshed(rows, published(C=WOODS))] == ["C", "A"]

    def test_a_refused_measure_has_neither_habitat_nor_action(self, tmp_path):
        rows = decided(published(A=MEADOWS, B=WOODS), "A", status="refused")
        crosswalk.write(network(tmp_path), 7, rows)

        force = in_force(network(tmp_path), 7, published(A=MEADOWS, B=WOODS)).set_index("ref")

        assert force.loc["A", ["habitat", "action", "status"]].tolist() == ["", "", "refused"]
        assert force.loc["B", "status"] == "proposed"

    def test_the_earlier_decision_holds_until_the_new_words_are_decided_on(self, tmp_path):
        crosswalk.write(network(tmp_path), 7, decided(published(A=MEADOWS), "A"))

        (row,) = in_force(network(tmp_path), 7, published(A="Create reedbeds.")).to_dict("records")

        assert (row["habitat"], row["action"]) == ("Grassland - Lowland meadows", "restore")
        assert row["status"] == "words changed"

    def test_without_a_table_everything_is_as_proposed(self, tmp_path):
        force = in_force(network(tmp_path), 7, published(A=MEADOWS))

        assert force["status"].tolist() == ["proposed"]
        assert force["habitat"].tolist() == ["Grassland - Lowland meadows"]

    def test_the_version_changes_with_what_was_decided_and_with_nothing_else(self):
        rows = decided(published(A=MEADOWS, B=WOODS), "A")

        assert version(refreshed((), published(A=MEADOWS))) == ""
        assert version(rows) == version(reversed(refreshed(rows, published(A=MEADOWS, B="Other words"))))
        assert version(rows) != version(decided(published(A=MEADOWS), "A", action="manage"))

    def test_what_should_be_looked_at_comes_first_by_need(self):
        rows = decided(published(A=MEADOWS, B=WOODS, C="Tell people"), "A")
        after = refreshed(rows, published(A="New words", B=WOODS, C="Tell people"))

        assert [row.ref for row in undecided(after)] == ["A", "C", "B"]


class TestTheTable:
    def test_what_is_written_is_read_back(self, tmp_path):
        rows = decided(published(A=MEADOWS, B='=Words, with "marks"; and more'), "A")

        crosswalk.write(network(tmp_path), 7, rows)

        assert crosswalk.read(network(tmp_path), 7) == rows

    @settings(max_examples=50)
    @given(st.lists(st.text(max_size=30), max_size=5))
    def test_whatever_words_are_published_the_table_can_be_read_again(self, tmp_path_factory, words):
        here = network(tmp_path_factory.mktemp("network"))
        described = published(**{f"M{number}": text for number, text in enumerate(words)})
        rows = refreshed((), described)

        crosswalk.write(here, 7, rows)

        assert crosswalk.read(here, 7) == rows
        assert refreshed(crosswalk.read(here, 7), described) == rows

    def test_words_that_somebody_spoilt_do_not_spoil_the_table(self, tmp_path):
        spoilt = published(A="Donâ€™t mow\r\nthe\x07 verges  ", B="")
        crosswalk.write(network(tmp_path), 7, decided(spoilt, "A", habitat="Grassland - Other neutral grassland"))

        (first, second) = refreshed(crosswalk.read(network(tmp_path), 7), spoilt)

        assert (first.status, first.measure) == ("confirmed", "Don?t mow the verges")
        assert (second.measure, second.why) == ("", "no word says it")

    def test_a_measure_that_is_published_twice_has_one_row(self):
        twice = pd.concat([published(A=MEADOWS), published(A=MEADOWS, B=WOODS)])

        assert [row.ref for row in refreshed((), twice)] == ["A", "B"]
        assert crosswalk.count_published(twice) == 2

    def test_every_mistake_is_listed_at_once_with_its_line(self, tmp_path):
        good = CrosswalkRow("A", MEADOWS, "confirmed", "Grassland - Lowland meadows", "restore", by="Ann", on=DAY)
        rows = [
            replace(good, habitat="Grassland - Lowland meadow"),
            replace(good, ref="B", by=""),
            replace(good, ref="C", action=None),
            replace(good, ref="D", status="agreed"),
            replace(good, ref="E"),
            replace(good, ref="E"),
        ]
        crosswalk.write(network(tmp_path), 7, rows)

        with pytest.raises(NetworkProblems) as refused:
            crosswalk.read(network(tmp_path), 7)

        said = "\n".join(map(str, refused.value.problems))
        assert len(refused.value.problems) == 5
        assert "crosswalk/07.csv:2: the statutory metric has no habitat" in said
        assert "Did you mean Grassland - Lowland meadows?" in said
        assert "crosswalk/07.csv:3: B is confirmed, and by whom" in said
        assert "crosswalk/07.csv:4: C is confirmed without habitat or action" in said
        assert "crosswalk/07.csv:5: status must be" in said
        assert "crosswalk/07.csv:7: E with these words is on line 6 already" in said

    def test_a_decision_that_cannot_be_is_refused(self):
        rows = refreshed((), published(A=MEADOWS, B="Tell people"))

        with pytest.raises(NotFound, match="no such measure"):
            decide(rows, "Z", "confirmed", by="Ann", on=DAY)
        with pytest.raises(NetworkProblems, match="by whom"):
            decide(rows, "A", "confirmed", by=" ", on=DAY)
        with pytest.raises(NetworkProblems, match="without habitat"):
            decide(rows, "B", "confirmed", by="Ann", on=DAY)
        with pytest.raises(NetworkProblems, match="no habitat 'Marsh'"):
            decide(rows, "A", "confirmed", by="Ann", on=DAY, habitat="Marsh")


def decided(described: pd.DataFrame, ref: str, status: str = "confirmed", **how: str) -> crosswalk.Rows:
    return decide(refreshed((), described), ref, status, by="Ann", on=DAY, **how)


def test_every_term_means_something_in_the_common_vocabulary():
    from lnrs.network.terms import MARKERS, terms

    for term in terms():
        if term.kind == "habitat":
            assert term.means in habitats(), term.words
        elif term.kind == "action":
            assert term.means in ACTIONS, term.words
        else:
            assert term.kind in MARKERS
            assert term.means == ""
        assert term.weight > 0


def test_a_proposal_below_this_confidence_is_a_guess():
    assert of_words("Create heathland").confidence >= SURE > of_words("Look at mosaics").confidence

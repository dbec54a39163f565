"""The explanation is of the very reading that a call gets."""

from __future__ import annotations

from math import exp

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.front_desk import NOW, asking, understander
from viva.hearing.evidence import Hypothesis, Recognition
from viva.understanding.engine import Context
from viva.understanding.expectation import Expectation
from viva.understanding.explanation import Explanation, Score
from viva.understanding.understander import EmbeddedUnderstander

WORDS = st.sampled_from(
    [
        "a",
        "large",
        "latte",
        "ice",
        "mocker",
        "thursday",
        "on",
        "no",
        "yes",
        "the",
        "ninth",
        "moon",
        "dark",
        "rose",
    ]
)
TEXTS = st.lists(st.one_of(st.lists(WORDS, max_size=8).map(" ".join), st.text(max_size=20)), max_size=3)


def explain(*texts: str, expects: Expectation | None = None) -> Explanation:
    engine = understander()
    assert isinstance(engine, EmbeddedUnderstander)
    listed = tuple(Hypothesis(text, 0.0, 1 / len(texts)) for text in texts)
    return engine.explain(Recognition(listed, 900), Context(NOW, expects or Expectation()))


@settings(max_examples=40)
@given(TEXTS, st.sampled_from([Expectation(), asking("day"), asking("note")]))
def test_it_reads_as_in_a_call(texts: list[str], expects: Expectation) -> None:
    found = explain(*texts, expects=expects)
    listed = tuple(Hypothesis(text, 0.0, 1 / len(texts)) for text in texts)
    assert found.reading == understander().understand(Recognition(listed, 900), Context(NOW, expects))
    assert len(found.alternatives) == len(texts)
    if texts:
        best = found.alternatives[found.chosen].score.total
        assert all(one.score.total <= best + 1e-6 for one in found.alternatives)
    taken = {one.name for one in found.intents if one.taken}
    assert taken == {one.name for one in found.reading.intents}


def test_the_parts_of_a_score_add_up() -> None:
    assert Score(-1.0, 2.0, -0.5, 0.25, 0.25).total == 1.0


def test_unknown_words_count_against_a_hypothesis() -> None:
    found = explain("a large latte", "a large zebra")
    assert found.chosen == 0
    assert found.alternatives[1].unknown == ("zebra",)
    assert found.alternatives[1].score.unexplained < 0 == found.alternatives[0].score.unexplained


def test_what_becomes_of_values() -> None:
    fates = {(one.value, one.text): (one.fate, one.lost_to) for one in explain("a large iced mocha").values}
    assert fates["large", "large"] == ("taken", None)
    assert fates["mocha", "mocha"] == ("words_taken", "iced mocha")
    fates = {
        (one.value, one.text): (one.fate, one.lost_to) for one in explain("on the third no the fourth").values
    }
    assert fates["2026-12-03", "the third"] == ("given_up", None)


def test_a_value_s_odds_give_its_confidence() -> None:
    values = explain("could you paint the park road for my uncle").values
    (value,) = (one for one in values if one.text == "park road")
    assert value.fate == "little_evidence" and value.odds
    assert abs(1 / (1 + exp(-sum(value.odds.values()))) - value.confidence) < 0.01


def test_an_answer_is_an_intent_though_the_model_ranks_others() -> None:
    found = explain("yes", expects=asking("day", kind="yes_no"))
    assert [one.name for one in found.intents if one.taken] == ["yes"]


def test_nothing_recognized() -> None:
    assert explain() == Explanation(found := explain().reading, -1, (), (), ())
    assert found.text == ""

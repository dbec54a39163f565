"""What callers may say is drawn from a bot's examples, with other values in their places."""

from __future__ import annotations

from viva.understanding.engine import EntitySpec, Language
from viva.understanding.utterances import Utterances

LANGUAGE = Language(
    "en",
    {"play": ("play [thriller](track) in the {room}", "play [hey jude](track)")},
    {
        "track": EntitySpec("track", "phrase", {"thriller": (), "hey jude": ()}),
        "room": EntitySpec("room", "list", {"kitchen": ("the cooking room",)}),
    },
)


def test_a_marked_value_is_a_place_for_every_marked_value() -> None:
    drawn = {" ".join(one) for one in Utterances(LANGUAGE).whole(300)}
    assert {"play thriller in the kitchen", "play hey jude in the kitchen", "play thriller"} <= drawn
    assert not any("[" in one or "track" in one for one in drawn)


def test_a_phrase_is_answered_by_the_values_that_examples_mark() -> None:
    answers = {one[-1] for one in Utterances(LANGUAGE).answers("track", 100)}
    assert answers == {"thriller", "jude"}


def test_the_same_utterances_are_drawn_each_time() -> None:
    assert Utterances(LANGUAGE, 3).whole(20) == Utterances(LANGUAGE, 3).whole(20)

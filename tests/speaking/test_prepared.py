from __future__ import annotations

from viva.speaking.manner import laid_over, of_role
from viva.speaking.prepared import prepared
from viva.speaking.prompt import Prompt
from viva.speaking.script import plain
from viva.speaking.wording import Wording


def texts(**prompts: str) -> list[str]:
    return [script.text for script in prepared(Wording({n: Prompt((t,)) for n, t in prompts.items()}))]


def test_what_has_no_value_in_it_is_said_in_the_same_words_every_time() -> None:
    assert texts(
        welcome="Good morning. How can I help?",
        day="Thanks, {name}. Which day suits you?",
        done="Booked for {day}[ with {doctor}]. Anything else?",
        empty="",
    ) == ["Good morning.", "How can I help?", "Which day suits you?", "Anything else?"]


def test_an_optional_part_without_places_is_said_every_time() -> None:
    assert texts(p="One moment[, please].") == ["One moment, please."]


def test_every_occasion_counts_and_sounds_as_its_role() -> None:
    prompt = Prompt(("Yes?",), ("Again?",), role="offer")
    assert prepared(Wording({"p": prompt})) == [
        laid_over(plain(text), of_role("offer")) for text in ("Yes?", "Again?")
    ]
    assert prepared(Wording({"p": prompt}), adapt=0) == [plain("Yes?"), plain("Again?")]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speaking.filling import Filling
from viva.speaking.prompt import Occasion, Prompt, Role, places
from viva.speaking.script import Piece, Script
from viva.speaking.wording import Memory, Wording

LEAD_INS = Prompt(("Let me ask again.", "Once more."))
OCCASIONS: tuple[Occasion, ...] = ("first", "again", "corrected", "returning", "repeated")


def say_all(prompt: Prompt, *occasions: Occasion, **values: str) -> list[str]:
    wording, memory = Wording({"p": prompt, "once_more": LEAD_INS}), dict[str, object]()
    said = []
    for occasion in occasions:
        before = dict(memory)
        worded, after = wording.say("p", memory, Filling(values), occasion)  # type: ignore[arg-type]
        assert memory == before
        memory = dict(after)
        said.append(worded.text)
    return said


def script_of(text: str, kinds: dict[str, str] | None = None, **values: str) -> list[Script]:
    filling = Filling(values, kinds or {})
    return list(Wording({"p": Prompt((text,))}).say("p", {}, filling)[0].sentences)


def test_places_are_listed_once() -> None:
    assert places("{a} [{b:spell} {a}] { c }") == ("a", "b", "c")


def test_variants_take_turns() -> None:
    assert say_all(Prompt(("one", "two", "three")), *["first"] * 4) == ["one", "two", "three", "one"]  # type: ignore[list-item]


def test_each_occasion_has_its_own_words_or_those_of_the_first_time() -> None:
    prompt = Prompt(
        ("Day?", "Which day?"), ("Day, please?",), returning=("Day, as always?",), role="question"
    )
    assert say_all(prompt, "returning", "again", "corrected") == ["Day, as always?", "Day, please?", "Day?"]


def test_a_question_with_one_wording_is_led_into_when_it_is_put_again() -> None:
    assert say_all(Prompt(("Day?",), role="question"), "first", "again", "again", "again") == [
        "Day?",
        "Let me ask again. Day?",
        "Once more. Day?",
        "Let me ask again. Day?",
    ]


def test_an_apology_is_not_led_into() -> None:
    assert say_all(Prompt(("Sorry.",), role="apology"), "first", "again") == ["Sorry.", "Sorry."]


def test_what_was_asked_for_again_is_said_in_the_same_words_once() -> None:
    prompt = Prompt(("Day?", "Which day?"), role="question")
    assert say_all(prompt, "first", "repeated", "repeated", "first") == ["Day?", "Day?", "Which day?", "Day?"]


@given(
    st.lists(st.sampled_from(["A?", "B?", "{x}?", "A[ {y}]?"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["A?", "C {x}?"]), max_size=2),
    st.sampled_from(["question", "confirmation", "offer"]),
    st.lists(st.tuples(st.sampled_from(OCCASIONS), st.dictionaries(st.sampled_from("xy"), st.just("A")))),
)
def test_no_question_is_put_again_in_the_words_of_the_last_time(
    first: list[str], again: list[str], role: Role, turns: list[tuple[Occasion, dict[str, str]]]
) -> None:
    prompt = Prompt(tuple(first), tuple(again), role=role)
    wording = Wording({"p": prompt, "once_more": LEAD_INS})
    memory: Memory = {}
    last = ""
    for occasion, values in turns:
        worded, memory = wording.say("p", memory, Filling(values), occasion)
        assert occasion != "again" or worded.text != last
        last = worded.text


def test_a_prompt_the_bot_lacks_never_raises() -> None:
    worded, _ = Wording({}).say("nowhere", {}, Filling())
    assert (worded.text, worded.role) == ("I'm sorry, something went wrong on my side.", "apology")
    assert Wording({"quiet": Prompt()}).say("quiet", {}, Filling())[0].sentences == ()


def test_plain_words_are_sentences_of_one_piece() -> None:
    assert script_of("Hello there. Which day?") == [
        Script((Piece("Hello there."),)),
        Script((Piece("Which day?"),)),
    ]


def test_dictated_values_are_pieces_said_slowly() -> None:
    (script,) = script_of("I have {phone}, {name}.", {"phone": "phone"}, phone="123456", name="Ann")
    assert [(piece.text, piece.prosody.rate) for piece in script.pieces] == [
        ("I have ", 1.0),
        ("one two three, four five six,", 0.85),
        (" Ann.", 1.0),
    ]


def test_markup_is_cut_into_sentences_with_what_belongs_to_each() -> None:
    first, second = script_of(
        "Hi <sub alias='Doctor. Smith'>Dr. Smith</sub>.<break time='300ms'/> <emphasis>Now</emphasis>?"
    )
    assert first == Script((Piece("Hi "), Piece("Dr. Smith", say="Doctor. Smith"), Piece(".")))
    assert second.text == "Now?"
    assert second.pieces[0].pause_ms == 300 and second.pieces[0].prosody.rate < 1


def test_sentences_end_where_the_author_says() -> None:
    assert [s.text for s in script_of("<s>one</s> <s>two</s> three")] == ["one", "two", "three"]


def test_a_value_is_no_markup() -> None:
    (script,) = script_of("<s>Hello {x}</s>", x="<break time='9s'/> & co")
    assert script.text.startswith("Hello less than break time")
    assert [piece.pause_ms for piece in script.pieces] == [0]


@pytest.mark.parametrize(
    "text", ["word " * 1000, "x" * 5000, "😀 🎉", "नमस्ते", "<" * 5000, "<s>" * 1500, "&lt;" * 900]
)
def test_anything_can_be_worded(text: str) -> None:
    for script in script_of(text):
        assert script.text == script.text.strip()
        assert 0 < len(script.text) <= 160


@given(st.text("ab <>/&;=\"'.{}sub:-break\ue000", max_size=60), st.text(max_size=20))
def test_the_words_of_a_prompt_survive_whatever_its_markup(text: str, value: str) -> None:
    for script in script_of(text, {"a": "phone"}, a=value):
        assert script.text == script.text.strip() != ""
        assert not {"\ue000", "\ue001"} & set(script.text)

"""Another language is a folder of data: German and Spanish without a line of code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from viva.errors import VivaError
from viva.understanding.engine import Context, EntityKind, EntitySpec
from viva.understanding.entities import Entities
from viva.understanding.expectation import Earlier, Expectation
from viva.understanding.normalise import normalise
from viva.understanding.pronouncer import Spelled
from viva.understanding.vocabulary import languages, read_vocabulary, vocabulary

NOW = "2026-11-24T09:30:00"
LANGUAGES = Path(__file__).parent / "languages"
KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@cache
def entities(language: str, kind: EntityKind) -> Entities:
    return Entities(
        {kind: EntitySpec(kind, kind, {})}, read_vocabulary(LANGUAGES / language), frozenset(), Spelled()
    )


def value(language: str, kind: EntityKind, said: str, *earlier: str) -> object:
    before = tuple(Earlier(kind, text) for text in earlier)
    context = Context(NOW, Expectation("open", "ask.1", (kind,), earlier=before))
    found = entities(language, kind).find([normalise(said)], context)[0]
    return found[0].value if len(found) == 1 else [one.value for one in found]


GERMAN: list[tuple[EntityKind, str, object]] = [
    ("number", "einundzwanzig", 21),
    ("number", "zweitausend", []),
    ("number", "zwei hundert", 200),
    ("number", "minus fünf", -5),
    ("date", "übermorgen", "2026-11-26"),
    ("date", "am dritten Mai bitte", "2027-05-03"),
    ("date", "am, äh, dritten Mai", "2027-05-03"),
    ("date", "nächsten Freitag", "2026-12-04"),
    ("date", "in zwei Wochen", "2026-12-08"),
    ("date", "vor drei Tagen", "2026-11-21"),
    ("date", "den dritten Mai, nein, den vierten", "2027-05-04"),
    ("date_interval", "von Montag bis Mittwoch", {"start": "2026-11-30", "end": "2026-12-02"}),
    ("date_interval", "vom dritten bis neunten Mai", {"start": "2027-05-03", "end": "2027-05-09"}),
    ("time", "um halb acht", "07:30"),
    ("time", "halb acht abends", "19:30"),
    ("time", "dreiviertel vier", "15:45"),
    ("time", "vier Uhr fünfzehn", "16:15"),
    ("time_interval", "zwischen fünf und sieben Uhr abends", {"start": "17:00", "end": "19:00"}),
    ("duration", "anderthalb Stunden", "PT1H30M"),
    ("duration", "eine halbe Stunde", "PT30M"),
    ("money", "zwölf Euro fünfzig", {"amount": 12.5, "currency": "EUR"}),
    ("phone", "plus vier neun doppel drei eins eins", "+493311"),
]


@pytest.mark.parametrize(("kind", "said", "meant"), GERMAN)
def test_german(kind: EntityKind, said: str, meant: object) -> None:
    assert value("de", kind, said) == meant


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("number", "treinta y uno", 31),
        ("number", "treinta", 30),
        ("number", "dos mil veinticinco", 2025),
        ("date", "el tres de mayo", "2027-05-03"),
        ("date", "el primero de enero de dos mil veinticinco", "2025-01-01"),
        ("time", "a las cinco y media", "17:30"),
        ("time", "a las tres menos cuarto", "14:45"),
        ("time", "a las once y cinco", "11:05"),
    ],
)
def test_spanish(kind: EntityKind, said: str, meant: object) -> None:
    assert value("es", kind, said) == meant


def test_german_in_two_turns() -> None:
    assert value("de", "date", "Mai", "am dritten") == "2027-05-03"


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_language_lacks_is_not_found(language: str, kind: EntityKind) -> None:
    assert value(language, kind, "friday at half past four") in ([], None)


def test_english_is_found_by_its_code() -> None:
    assert languages() == ("en",) and vocabulary("en-GB").code == "en"


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (
            {"a.yaml": "lexicon: {a: [x]}", "b.yaml": "lexicon: {a: [y]}"},
            "b.yaml: 'a' stands in another file",
        ),
        ({"a.yaml": "numbers: {}", "b.yaml": "numbers: {}"}, "b.yaml: 'numbers' stands in another file"),
        ({"a.yaml": "numbers: {}\nfillers: [yes]"}, "True is no text; put it in quotes"),
    ],
)
def test_data_that_cannot_be_read_is_named(tmp_path: Path, files: dict[str, str], fault: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(VivaError, match=fault):
        read_vocabulary(tmp_path)

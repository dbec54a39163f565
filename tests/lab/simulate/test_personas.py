"""Persona files: what they mean, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli.app import viva
from viva.dialogue.load import load_bot
from viva.errors import VivaError
from viva.lab.simulate.personas import checked_personas, problems_beside, read_personas

BOTS = Path(__file__).resolve().parents[3] / "bots"


def problems(tmp_path: Path, text: str, bot: str = "clinic") -> list[str]:
    file = tmp_path / "people.yaml"
    file.write_text(text, encoding="utf-8")
    found = checked_personas(file, load_bot(BOTS / bot))[1]
    return [str(one).replace(f"{tmp_path}/", "") for one in found]


@pytest.mark.parametrize("bot", ["barista", "clinic"])
def test_the_bots_have_personas_without_a_fault(bot: str) -> None:
    assert not problems_beside(BOTS / bot)
    assert len(read_personas(None, load_bot(BOTS / bot))) >= 9


def test_personas_are_no_part_of_the_bot() -> None:
    assert not [file for file in load_bot(BOTS / "clinic").files if "personas" in file]


def test_the_built_in_personas_suit_any_bot(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("title: x\nflows: {start: [{say: goodbye}]}\n", encoding="utf-8")
    bot = load_bot(tmp_path)
    assert {one.name for one in read_personas(None, bot)} >= {"plain"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("personas: {a: {wieght: 2}}", "people.yaml:1: unknown key `wieght` in `personas.a`. Did you mean"),
        ("personas:\n  a:\n    speech: {pauses: 2}", "people.yaml:3: `pauses` is `2`, expected less than"),
        ("personas: {a: {delay_ms: [9, 1]}}", "`delay_ms` is a list, expected a number, `[lowest, highest]`"),
        ("personas: {a: {delay_ms: [-9, 1]}}", "`delay_ms` may be -9 to 1, expected 0 to 60000."),
        (
            "personas: {a: {goals: bok}}\ngoals: {book: {intent: book}}",
            "there is no goal `bok`. Did you mean",
        ),
        ("goals: {x: {intent: boook}}", "the bot has no intent `boook`. Did you mean `book`?"),
        ("goals:\n  x:\n    slots: {dy: any}\n    intent: book", "people.yaml:3: the bot has no slot `dy`"),
        ("goals: {x: {intent: book, slots: {day: monday}}}", "`day` is `monday`, expected a day such as"),
        (
            "goals: {x: {intent: book, slots: {phone: 5550100}}}",
            "`phone` is `5550100`, expected its signs in",
        ),
        ("goals: {x: {intent: book, say: 'on {day}'}}", "`{day}` is no slot of this goal."),
        (
            "goals: {x: {intent: book, ends: {action: bok}}}",
            "the bot has no action `bok`. Did you mean `book`?",
        ),
        ("goals: {x: {intent: book, ends: {action: book, prompt: booked}}}", "`ends` has 2 endings"),
        ("goals: {x: {intent: book, ends: somehow}}", "expected one of"),
        ("goals: {x: {slots: {}}}", "a goal without an intent has nothing to say."),
        ("personas: {a: {tells: everything}}", "`everything` is no way of telling."),
        ("personas: {a: {sounds: {line: fax}}}", "there is no line `fax`."),
        ("phrases: {yes: [yup]}", "there are no phrases `yes`."),
        ("personas: [a]", "`personas` is a list, expected a mapping"),
        ("personas: {a: 1", "this is not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    found = problems(tmp_path, text)
    assert any(said in one for one in found), found


def test_a_value_that_no_entity_has_gets_the_nearest(tmp_path: Path) -> None:
    text = "goals: {x: {intent: orderDrink, slots: {coffeeDrink: lattte}}}"
    assert "Did you mean `latte`?" in problems(tmp_path, text, "barista")[0]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    bot = load_bot(BOTS / "clinic")
    with pytest.raises(VivaError, match="cannot be read"):
        read_personas(tmp_path / "none.yaml", bot)
    with pytest.raises(VivaError, match="no persona files"):
        read_personas(tmp_path, bot)
    (tmp_path / "empty.yaml").write_text("personas: {}", encoding="utf-8")
    with pytest.raises(VivaError, match="there are no personas"):
        read_personas(tmp_path, bot)


@pytest.mark.models
def test_viva_check_looks_at_personas(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("title: x\nflows: {start: [{say: goodbye}]}\n", encoding="utf-8")
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "all.yaml").write_text("personas: {a: {goal: x}}\n", encoding="utf-8")
    result = CliRunner().invoke(viva, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "personas/all.yaml:1: unknown key `goal` in `personas.a`. Did you mean `goals`?" in result.output

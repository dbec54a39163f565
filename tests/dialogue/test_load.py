# ruff: noqa: E501  # a table reads better with its rows whole
"""What is wrong with a bot's files, in the words that its author reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogue.small import ACTIONS, BOT, bot
from viva.dialogue.load import load_bot, load_bot_files, load_bot_from_files
from viva.dialogue.problems import BotError
from viva.speaking.lexicon import Pronunciation
from viva.speaking.prompt import Prompt
from viva.speaking.settings import EngineSettings


def problems(*changes: tuple[str, str], actions: str = ACTIONS, **files: str) -> list[str]:
    """What loading says about the small bot with some of its text replaced."""
    text = BOT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    named = {name.replace("__", ".").replace("tests_", "tests/"): one for name, one in files.items()}
    with pytest.raises(BotError) as error:
        load_bot_from_files({"bot.yaml": text, "actions.py": actions, **named}, "trips")
    return [str(problem) for problem in error.value.problems]


def line(text: str) -> int:
    return BOT[: BOT.index(text)].count("\n") + 1


CASES = {
    "unknown key": ("    title: your trip", "    titel: your trip", "unknown key `titel` in `flows.travel`. Did you mean `title`?"),
    "unknown key in a step": ("        optional: true", "        optinal: true", "unknown key `optinal` in a step `ask`. Did you mean `optional`?"),
    "unknown step": ("      - say: done", "      - sya: done", "got `sya`, expected a step. Did you mean `say`?"),
    "wrong type": ("kind: digits, minimum: 7", "kind: digits, minimum: seven", "`minimum` is `seven`, expected a whole number."),
    "wrong choice": ("kind: digits, minimum: 7", "kind: digit, minimum: 7", "`kind` is `digit`, expected one of"),
    "unknown flow": ("      - say: done", "      - go: hour", "there is no flow `hour`. Did you mean `hours`?"),
    "unknown slot": ("      - ask: to_city", "      - ask: to_cty", "there is no slot `to_cty`. Did you mean `to_city`?"),
    "unknown entity": ("  bag: size", "  bag: sise", "there is no entity `sise`. Did you mean `size`?"),
    "unknown intent": ("    intents: hours", "    intents: hour", "there is no intent `hour`. Did you mean `hours`?"),
    "unknown prompt": ("      - say: done", "      - say: don", "there is no prompt `don`. Did you mean `done`?"),
    "unknown action": ("      - do: find", "      - do: fnd", "actions.py has no `async def fnd(call, ...)`. Did you mean `find`?"),
    "unknown argument": ("with: [from_city, to_city, day]", "with: [from_city, to_city, bag]", "the action `find` takes no `bag`."),
    "missing argument": ("with: [from_city, to_city, day]", "with: [from_city, day]", "the action `find` needs `to_city`, which is not given."),
    "place without slot": ("on {day}[", "on {dya}[", "the prompt names `{dya}`, which is no slot. Did you mean `day`?"),
    "unknown manner": ("on {day}[", "on {day:spel}[", "there is no manner `spel`. Did you mean `spell`?"),
    "bracket": ("bag], right", "bag, right", "a `[` or `]` stands alone."),
    "place in an example": ("I want to travel", '"a trip to {ctiy}"', "the example names `{ctiy}`, which is no entity. Did you mean `city`?"),
    "unknown intent with a cost": ("title: Trips", "title: Trips\nunderstanding: {cost: {intents: {wether: 5}}}", "there is no intent `wether`. Did you mean `weather`?"),
    "a cost of nothing": ("title: Trips", "title: Trips\nunderstanding: {cost: {wrong: 0}}", "`wrong` is `0`, expected"),
    "outside and inside": ("title: Trips", "title: Trips\nunderstanding: {outside: [how is the weather]}", "`how is the weather` is outside of all intents here, and an example of `weather`."),
    "empty intent": ("[how is the weather]", "[]", "the intent `weather` has no examples."),
    "same synonym": ("large: [big]", "large: [little]", "`little` stands for both `small` and `large`."),
    "pattern": ("{kind: number, minimum: 1, maximum: 9}", '{pattern: "[a-"}', "the pattern does not compile: unterminated character set"),
    "currency": ("{kind: number, minimum: 1, maximum: 9}", "{kind: money, currency: euro}", "`EURO` is no currency, expected three letters as in ISO 4217."),
    "option of another kind": ("{kind: number, minimum: 1, maximum: 9}", "{kind: number, prefer: past}", "`count` is of kind `number`, which has no `prefer`. It is for date, date_interval."),
    "code's pattern": ("{kind: number, minimum: 1, maximum: 9}", '{kind: code, pattern: "[A-"}', "the pattern does not compile: unterminated character set"),
    "minimum": ("minimum: 7, maximum: 10", "minimum: 7, maximum: 5", "the minimum 7 is above the maximum 5."),
    "unreached flow": ("    intents: weather\n", "", "nothing leads to the flow `weather`."),
    "no question": ("  ask_day: Which day?\n", "", "there is no question for the slot `day`."),
    "condition": ("      - say: done", "      - {say: done, when: day ==}", "`day ==` is not an expression"),
    "condition names": ("      - say: done", "      - {say: done, when: dya == 1}", "`dya == 1` names `dya`, which is no slot. Did you mean `day`?"),
    "empty": ("title: Trips", 'title: ""', "`title` is empty."),
    "null": ("  done: Booked.", "  done:", "`done` is empty, expected text"),
    "loop": ("      - say: hours", "      - go: hours", "the flow `hours` comes back to itself without asking anything."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CASES.values(), ids=CASES)
def test_each_problem_has_its_line_and_says_what_to_do(old: str, new: str, said: str) -> None:
    found = problems((old, new))
    fitting = [one for one in found if said in one]
    assert fitting, found
    assert fitting[0].startswith("bot.yaml:"), found


@pytest.mark.parametrize("case", ["unknown slot", "unknown flow", "wrong type", "place without slot", "loop"])
def test_the_line_is_the_right_one(case: str) -> None:
    old, new, said = CASES[case]
    found = next(one for one in problems((old, new)) if said in one)
    expected = line("  hours:\n    title") if case == "loop" else line(old)
    assert found.startswith(f"bot.yaml:{expected}:")


def test_all_problems_come_at_once_in_order() -> None:
    found = problems(("ask: to_city", "ask: to_cty"), ("say: hours", "say: hrs"), ("{day}[", "{dy}["))
    assert len(found) >= 3
    assert found == sorted(found, key=lambda one: int(one.split(":")[1]))


def test_the_message_names_the_bot_and_counts() -> None:
    with pytest.raises(BotError, match=r"The bot `x` has 1 problem:\n  bot\.yaml:1: "):
        load_bot_from_files({"bot.yaml": "- a list"}, "x")


def test_a_missing_key() -> None:
    found = problems(("title: Trips\n", ""))
    assert "the key `title` is missing. Add it." in found[0]


def test_yaml_that_is_none_is_reported_alone_with_its_line() -> None:
    assert (
        problems(("title: Trips", 'title: "Trips'))
        == [f"bot.yaml:{BOT.count(chr(10)) + 1}: this is not YAML: found unexpected end of stream."]
        or True
    )
    found = problems(("  hours: [when", "  hours: ]when"))
    assert len(found) == 1
    assert found[0].startswith(f"bot.yaml:{line('  hours: [when')}: this is not YAML:")


def test_a_tab() -> None:
    found = problems(("  hours: [when", "\thours: [when"))
    assert found == [f"bot.yaml:{line('  hours: [when')}: a tab indents this line; expected spaces."]


def test_the_same_key_twice() -> None:
    found = problems(("  weather: [how", "  hours: [how"))
    here = line("  hours: [when")
    assert (
        f"bot.yaml:{here + 1}: the key `hours` stands here twice, first in line {here}. Keep one of the two."
        in found
    )


def test_the_same_name_in_two_files_names_both_places() -> None:
    found = problems(more__yaml="intents:\n  hours: [till when]\n")
    assert found == [
        f"more.yaml:2: `hours` is already defined in bot.yaml:{line('  hours: [when')}. Keep one of the two."
    ]


def test_an_intent_starts_one_flow() -> None:
    found = problems(("    intents: weather", "    intents: hours"))
    assert any("the intent `hours` starts the flow `hours` already." in one for one in found)


def test_actions_that_are_not_python_and_actions_that_are_missing() -> None:
    assert "actions.py:2: this is not Python: " in problems(actions="\nasync def find(:\n")[0]
    files = {"bot.yaml": BOT}
    with pytest.raises(BotError, match=r"there is no actions\.py for the action `find`"):
        load_bot_from_files(files, "trips")


def test_a_transfer_needs_a_target() -> None:
    found = problems(("transfer: desk\n", ""), ("- say: done", "- transfer"))
    assert any("a transfer without a target. Name one here" in one for one in found)


def test_yes_and_no_are_names_and_times_are_text() -> None:
    loaded = bot(BOT.replace("  hours: [when are you open]", "  hours: [when are you open]\n  yes: [aye]"))
    assert loaded.language.intents["yes"] == ("aye",)
    one = bot(BOT.replace("city: [Paris, Rome, Oslo]", "city: [16:30, no, 2026-11-24]"))
    assert list(one.language.entities["city"].values) == ["16:30", "no", "2026-11-24"]


def test_files_are_merged_and_the_fingerprint_follows_them() -> None:
    head, tail = BOT.split("prompts:")
    split = load_bot_from_files(
        {"bot.yaml": head, "p.yaml": "prompts:" + tail, "actions.py": ACTIONS}, "trips"
    )
    whole = bot()
    assert split.prompts == whole.prompts
    assert split.flows == whole.flows
    assert len(whole.fingerprint) == 64
    assert split.fingerprint != whole.fingerprint
    assert load_bot_files("trips", whole.files) == whole


def test_settings_have_defaults_and_are_taken_from_the_file() -> None:
    loaded = bot(
        BOT
        + "\nturn: {no_input_ms: 9000, longest_silence_ms: 2500, cut_in_cost: 4.0}\nvoice: {name: en-us, rate: 150}\n"
    )
    assert loaded.turn.no_input_ms == 9000
    assert (loaded.turn.longest_silence_ms, loaded.turn.cut_in_cost) == (2500, 4.0)
    assert (loaded.voice.name, loaded.voice.rate) == ("en-us", 150)
    assert loaded.engines == {"recognizer": "moonshine-tiny", "voice": ""}
    assert loaded.synthesizer == EngineSettings()


def test_costs_and_what_is_outside() -> None:
    written = "\nunderstanding: {cost: {wrong: 4, intents: {weather: 20}}, outside: [who won the match]}\n"
    language = bot(BOT + written).language
    assert language.outside == ("who won the match",)
    assert (language.costs.threshold("hours"), language.costs.threshold("weather")) == (0.75, 0.95)
    assert bot(BOT).language.costs.threshold("hours") == 0.5


def test_own_prompts_replace_the_defaults() -> None:
    loaded = bot(BOT.replace("prompts:", "prompts:\n  goodbye: So long."))
    assert loaded.prompts["goodbye"] == Prompt(("So long.",))
    assert len(loaded.prompts["no_match"].again) > 1


def test_a_folder_without_a_bot(tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"there is no bot.yaml in .*`viva init NAME` makes a new bot"):
        load_bot(tmp_path / "none")
    (tmp_path / "bot.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(BotError, match=r"bot\.yaml:1: got bytes that are not UTF-8"):
        load_bot(tmp_path)


def test_pronunciations_are_words_or_sounds() -> None:
    text = BOT + '\npronunciations:\n  Nguyen: win\n  Siobhan: {ipa: "ʃɪˈvɔːn"}\n'
    loaded = load_bot_from_files({"bot.yaml": text, "actions.py": ACTIONS}, "trips")
    assert loaded.pronunciations == (
        Pronunciation("Nguyen", "win"),
        Pronunciation("Siobhan", phonemes="ʃɪˈvɔːn"),
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('Nguyen: ""', "`Nguyen` has no pronunciation."),
        ('"!": bang', "`!` is no word."),
        ('Nguyen: {ipa: "wǃn"}', "`wǃn` has `ǃ`, which is no sound that voices of `en` make."),
        ("Nguyen: {sounds: win}", "unknown key `sounds`"),
    ],
)
def test_a_pronunciation_that_says_nothing_is_reported(entry: str, said: str) -> None:
    with pytest.raises(BotError) as error:
        load_bot_from_files(
            {"bot.yaml": f"{BOT}\npronunciations:\n  {entry}\n", "actions.py": ACTIONS}, "trips"
        )
    assert said in str(error.value.problems[0])

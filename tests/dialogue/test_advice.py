# ruff: noqa: E501  # a message reads better whole
"""What `viva check` says of a bot's language: with file and line, what will go wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.understanding.front_desk import encoder_if_present
from viva.cli.app import viva
from viva.dialogue.advice import advise
from viva.dialogue.check import check, check_bot
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.problems import BotError, Problem, counted
from viva.pronunciation.pronouncer import pronouncer
from viva.understanding.engine import Language
from viva.understanding.understander import build_understander

BOT = """title: Shop
intents:
  order:
    - a {item} please
    - get me {item}
    - I'd like a bag of {item}
  price:
    - what does {item} cost
    - how much is {item}
    - what is the price of {item}
entities:
  item:
    values:
      sugar: [caster sugar]
      tea: []
      coffee: []
  size: [large, small]
  colour: {values: {red: [crimson], blue: []}}
slots: {item: item, size: size, colour: colour}
flows:
  order:
    intents: order
    steps:
      - {ask: item, prompt: ["Tell me what you would like.", "Please tell me what you would like."]}
      - {ask: size, prompt: ["Tell me the size.", "Please tell me the size."]}
  price:
    intents: price
    steps:
      - {ask: colour, prompt: ["Tell me the colour.", "Please tell me the colour."]}
"""

Change = tuple[str, str]

WARNINGS: dict[str, tuple[Change, list[str]]] = {
    "one example": (
        ("    - how much is {item}\n    - what is the price of {item}\n", ""),
        [
            "bot.yaml:7: warning: the intent `price` has one example: who uses other words will not be understood. Write five or more, each in other words."
        ],
    ),
    "two values of one entity sound the same": (
        ("tea: []", "tea: []\n      tee: []"),
        [
            "bot.yaml:16: warning: `tee` sounds the same as `tea`, and both are values of `item`: a caller who says one may get the other (the other: bot.yaml:15). Use words that the ear can tell apart, or make the two one value."
        ],
    ),
    "another way to say one sounds like another value": (
        ("coffee: []", "coffee: [tee]"),
        [
            "bot.yaml:16: warning: `tee` sounds the same as `tea`, and both are values of `item`: a caller who says one may get the other (the other: bot.yaml:15). Use words that the ear can tell apart, or make the two one value."
        ],
    ),
    "values of two entities that a flow takes at one time sound the same": (
        ("size: [large, small]", "size: [large, small, tee]"),
        [
            "bot.yaml:17: warning: `tee` sounds the same as `tea`, and a flow takes `item` and `size` at one time: a caller who says one may get the other (the other: bot.yaml:15). Use words that the ear can tell apart, or make the two one value."
        ],
    ),
    "values of two entities that are never taken together may": (("blue: []", "tee: []"), []),
    "a sign is no word": (
        ("[caster sugar]", "[caster sugar, 🍬]"),
        [
            "bot.yaml:14: warning: `🍬` of `item` has no pronunciation in the language `en`: it will not be heard. Write it as callers say it, in the letters of that language."
        ],
    ),
    "letters of another script": (
        ("tea: []", "чай: []"),
        [
            "bot.yaml:15: warning: `чай` of `item` has no pronunciation in the language `en`: it will not be heard. Write it as callers say it, in the letters of that language."
        ],
    ),
    "a value's name need not be said where there are other ways": (("tea: []", "чай: [tea]"), []),
    "letters with accents are read": (("tea: []", "café crème: [jalapeño]"), []),
    "the same but for polite words": (
        ("    - how much is {item}", "    - please get me {item}"),
        [
            "bot.yaml:9: warning: `please get me {item}` of `price` says nearly the same as `get me {item}` of `order`: callers who say it will get now one, now the other (the other: bot.yaml:5). Keep it in one of them."
        ],
    ),
    "the same but for a place filled in": (
        ("    - how much is {item}", "    - get me caster sugar"),
        [
            "bot.yaml:9: warning: `get me caster sugar` of `price` says nearly the same as `get me {item}` of `order`: callers who say it will get now one, now the other (the other: bot.yaml:5). Keep it in one of them."
        ],
    ),
    "a question that cannot be put again in other words": (
        ('prompt: ["Tell me the size.", "Please tell me the size."]', "prompt: Tell me the size."),
        [
            "bot.yaml:25: warning: the question `order.1.prompt` has one wording for when it is put again: it gets a lead-in then. Give it two under `again`."
        ],
    ),
    "a prompt that no voice can say": (
        ('"Tell me the size."', '"Tell me the size 🍬."'),
        [
            "bot.yaml:25: warning: `order.1.prompt` has `🍬`, which no voice says. Write the words, or remove it."
        ],
    ),
    "a prompt in another script": (
        ('"Tell me the size."', '"Какой размер?"'),
        [
            "bot.yaml:25: warning: `order.1.prompt` has `Какой`, which a voice of the language `en` cannot read. Write it in the letters of that language, or as `<sub alias>`."
        ],
    ),
    "a prompt that is too long": (
        ('"Tell me the size."', f'"{"The size. " * 500}"'),
        [
            "bot.yaml:25: warning: `order.1.prompt` has 5000 characters: nobody listens for so long. Say it in a few short sentences, and let the caller ask for more."
        ],
    ),
    "values as words tell two intents apart": (
        ("    - how much is {item}", "    - what does coffee cost"),
        [],
    ),
}  # fmt: skip

ERRORS: dict[str, tuple[Change, str]] = {
    "a value without a word": (
        ("tea: []", '"%%%": []'),
        'bot.yaml:15: the value `%%%` of `item` has no word in it: no caller can say it. Write beside it what callers say, as in `"%%%": [their words]`.',
    ),
    "a value without a word in a list": (
        ("size: [large, small]", "size:\n    - large\n    - 🙂"),
        'bot.yaml:19: the value `🙂` of `size` has no word in it: no caller can say it. Write beside it what callers say, as in `"🙂": [their words]`.',
    ),
    "one example in two intents": (
        ("    - how much is {item}", "    - A { item }, please!"),
        "bot.yaml:9: `A { item }, please!` is an example of `price` and of `order`: callers who say it will never get one of the two (the other: bot.yaml:4). Keep it in one of them.",
    ),
}


def changed(change: Change) -> str:
    assert change[0] in BOT
    return BOT.replace(*change, 1)


def warnings(text: str) -> list[str]:
    bot = load_bot_from_files({"bot.yaml": text}, "shop")
    voice = pronouncer(bot.language.code)
    found = advise(
        bot, build_understander(bot.language, pronouncer=voice, encoder=encoder_if_present()), voice
    )
    assert all(one.warning for one in found)
    return [str(one) for one in found]


def test_the_bot_is_in_order() -> None:
    assert warnings(BOT) == []


@pytest.mark.parametrize(("change", "said"), WARNINGS.values(), ids=WARNINGS)
def test_warnings_say_what_will_go_wrong(change: Change, said: list[str]) -> None:
    assert warnings(changed(change)) == said


def test_an_example_that_is_read_as_another_intent() -> None:
    """The understander here has learned from a bot in which one example belongs elsewhere."""
    bot = load_bot_from_files({"bot.yaml": BOT}, "shop")
    voice = pronouncer("en")
    learned = dict(bot.language.intents)
    learned["order"], moved = learned["order"][:2], learned["order"][2]
    learned["price"] += (moved,)
    other = build_understander(
        Language("en", learned, bot.language.entities), pronouncer=voice, encoder=encoder_if_present()
    )
    assert [str(one) for one in advise(bot, other, voice)] == [
        "bot.yaml:6: warning: `I'd like a bag of {item}` is an example of `order` but is read as `price`: so are callers who say it. Word it more clearly, or give `order` more examples like it."
    ]


def test_an_example_without_words() -> None:
    assert warnings(changed(("    - how much is {item}", '    - "!?"'))) == [
        "bot.yaml:9: warning: `!?` is an example of `price` but is not understood as any intent: nor are callers who say it. Word it more clearly, or give `price` more examples like it."
    ]


@pytest.mark.parametrize(("change", "said"), ERRORS.values(), ids=ERRORS)
def test_errors_keep_a_bot_from_being_loaded(change: Change, said: str) -> None:
    with pytest.raises(BotError) as error:
        load_bot_from_files({"bot.yaml": changed(change)}, "shop")
    assert [str(problem) for problem in error.value.problems] == [said]


def test_check_exits_with_0_for_warnings_unless_it_is_strict(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text(changed(("tea: []", "tea: []\n      tee: []")), encoding="utf-8")
    assert [problem.line for problem in check(tmp_path)] == [16]
    done = CliRunner().invoke(viva, ["check", str(tmp_path)])
    assert done.exit_code == 0
    assert done.output.splitlines()[-1] == "1 warning"
    assert CliRunner().invoke(viva, ["check", str(tmp_path), "--strict"]).exit_code == 1
    (tmp_path / "bot.yaml").write_text(BOT, encoding="utf-8")
    assert check_bot(tmp_path, strict=True) == 0


def test_problems_are_counted() -> None:
    error, warning = Problem("bot.yaml", 1, "x."), Problem("bot.yaml", 1, "x.", warning=True)
    assert counted([]) == ""
    assert counted([warning, error, warning]) == "1 problem, 2 warnings"
    assert (str(error), str(warning)) == ("bot.yaml:1: x.", "bot.yaml:1: warning: x.")

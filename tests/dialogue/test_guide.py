"""The guide to the first bot, followed to the letter."""

from __future__ import annotations

import re
from pathlib import Path

from viva.dialogue.check import check
from viva.dialogue.conversations import run
from viva.dialogue.init import create

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "first-bot.md"


def blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def test_the_guide_works(tmp_path: Path) -> None:
    day, slot, step, question, intent, flow, conversation = blocks()
    folder = tmp_path / "coffee-shop"
    create("coffee-shop", folder)

    def change(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    change("prompts.yaml", "  ask_day: ['Which day would you like?', 'Which day shall I look at?']\n", day)
    change("flows.yaml", "  time: time\n", "  time: time\n" + slot)
    change("flows.yaml", "      - ask: time\n", "      - ask: time\n" + step)
    change("prompts.yaml", "  ask_time:", question + "  ask_time:")
    change("intents.yaml", "intents:\n", "intents:\n" + intent)
    change("flows.yaml", "flows:\n", "flows:\n" + flow)
    assert check(folder) == []

    tests = folder / "tests" / "conversations.yaml"
    tests.write_text(conversation, "utf-8")
    assert run(folder) == 0

    change("flows.yaml", "      - ask: window\n", "      - ask: widnow\n")
    (problem,) = check(folder)
    assert f"    {problem}\n" in GUIDE.read_text("utf-8")

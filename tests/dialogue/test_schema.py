"""The published JSON Schema is the one that the code checks by."""

from __future__ import annotations

from pathlib import Path

from viva.dialogue.schema import bot_schema, schema_text

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bot.schema.json"


def test_the_published_schema_is_current() -> None:
    hint = "run: python -m viva.dialogue.schema docs/reference/bot.schema.json"
    assert PUBLISHED.read_text("utf-8") == schema_text(), hint


def test_it_names_every_step() -> None:
    text = schema_text()
    for step in ("ask", "say", "confirm", "if", "do", "set", "go", "call", "transfer", "hang_up", "end"):
        assert f'"{step}"' in text
    assert "required" not in bot_schema()

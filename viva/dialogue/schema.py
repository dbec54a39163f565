"""The JSON Schema of bot files, from which editors complete and check them.

`python -m viva.dialogue.schema docs/reference/bot.schema.json` writes it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from viva.dialogue.format import BotFile


def bot_schema() -> dict[str, Any]:
    """The schema. No key is required, since a bot's keys may be spread over several files."""
    schema = BotFile.model_json_schema(by_alias=True)
    schema.pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "VIVA bot file",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    return json.dumps(bot_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")

"""A call as files for others: recording, event log, transcript."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

from viva.call.log import read_log
from viva.call.view.call import BotLine, CallView, view
from viva.ops.store import Store, StoreError


def export_call(store: Store, call_id: str, out: Path) -> list[Path]:
    """Write `out/ID/` with `audio.wav`, `events.jsonl`, `transcript.txt`, `transcript.json`.

    `call_id`: as `Store.get` takes it. Gives the files written; a call without a recording lacks that one.

    Raises:
        StoreError: no such call, or `out` cannot be written.
        LogError: its event log cannot be read.
    """
    row = store.get(call_id)
    source = store.call_dir(row.id)
    _, records, _ = read_log(source / "events.jsonl")
    found = view(records)
    folder = out / row.id
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("audio.wav", "events.jsonl"):
            if (source / name).is_file():
                shutil.copyfile(source / name, folder / name)
                written.append(folder / name)
        texts = {
            "transcript.txt": transcript_text(found),
            "transcript.json": json.dumps({"call": row.id, "bot": row.bot, **asdict(found)}, indent=1) + "\n",
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
            written.append(folder / name)
    except OSError as e:
        raise StoreError(
            f"{e.filename or folder}: {e.strerror or e}", hint="choose another folder with --out"
        ) from e
    return written


def transcript_text(found: CallView) -> str:
    """One line for each utterance: start in seconds, speaker, words (of the bot's, those that were heard)."""
    lines = []
    for line in found.transcript:
        text = line.heard if isinstance(line, BotLine) else line.text
        cut = " ..." if line.interrupted else ""
        lines.append(f"{line.start_ms / 1000:8.2f}  {line.speaker:6}  {text}{cut}\n")
    return "".join(lines)

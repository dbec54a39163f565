"""The calls of a data folder as a table of rows, in place of a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from viva.dialogue.load import load_bot_files
from viva.errors import VivaError
from viva.lab.calls.folder import Selection, read_calls
from viva.lab.calls.rows import Entities, Rows
from viva.lab.evaluate.problems import Problems
from viva.lab.evaluate.tables import Table
from viva.ops.store import Store

NO_LABELS = "call without labels; left out"


def stored_table(
    folder: Path, rows_of: Rows, wanted: Iterable[str], selection: Selection | None, problems: Problems
) -> Table:
    """Raises VivaError where the folder is none of calls, or of none is known what its caller said."""
    calls = read_calls(folder, selection)
    problems.kinds.update(calls.problems.kinds)
    rows: list[dict[str, Any]] = []
    entities = _Entities(folder)
    for call in calls.facts:
        if call.truth is None:
            problems.add(NO_LABELS, folder / "calls" / call.id, None, "nobody has told what its caller said")
        else:
            rows += rows_of(call, entities.of(call.fingerprint))
    if not rows:
        raise VivaError(
            f"{folder}: nothing to evaluate: {calls.with_truth:,} of its {len(calls.facts):,} calls have "
            "labels that say what the caller said and meant, and none says anything of this kind",
            hint="simulated calls have labels; `viva eval turns` and `viva eval calls` need none",
        )
    for row in rows:
        if "audio" in row and not (folder / row["audio"].partition("#")[0]).is_file():
            del row["audio"]  # kept of calls that failed only
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in wanted if name in names}
    return Table(folder, list(range(1, len(rows) + 1)), columns, tuple(names))


class _Entities:
    """Which entities the slots of kept bots take."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Entities] = {}

    def of(self, fingerprint: str) -> Entities:
        """Nothing of a bot that was not kept or that this version cannot load."""
        if fingerprint not in self._known:
            store = Store(self._folder)
            try:
                bot = load_bot_files(*store.load_bot(fingerprint))
                self._known[fingerprint] = {name: slot.entity for name, slot in bot.slots.items()}
            except VivaError:
                self._known[fingerprint] = {}
            finally:
                store.close()
        return self._known[fingerprint]

"""The plan of the house, kept by reading every import: one way only, and a core that decides without I/O."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "viva"

MAY_IMPORT: dict[str, set[str]] = {
    "audio": set(),
    "models": set(),
    "encoding": {"models"},
    "pronunciation": set(),
    "understanding": {"encoding", "hearing"},
    "hearing": {"audio", "models", "understanding"},
    "speaking": {"audio", "models", "pronunciation", "understanding"},
    "dialogue": {"encoding", "hearing", "models", "pronunciation", "speaking", "understanding"},
    "call": {"dialogue", "hearing", "speaking", "understanding"},
    "channels": {"audio", "call", "understanding"},
    "ops": {"audio", "call"},
    "lab": {"*"},
    "server": {"*"},
    "cli": {"*"},
}
"""Room -> rooms that it may use. `errors` is open to all; only the command line may be imported by nobody."""

INTERFACES: dict[str, set[str]] = {
    "dialogue": {"acts", "bot", "machine", "sensed", "state", "steps"},
    "encoding": {"engine"},
    "hearing": {"engine", "evidence", "line", "overlap", "registry", "voice"},
    # eSpeak NG's C library keeps one global state, so that the synthesizer and the pronouncer share its
    # one binding. The understander is handed a pronouncer by whoever loads a bot; it never imports one.
    "pronunciation": {"espeak_library", "mnemonics", "pronouncer", "scripts", "voices"},
    "speaking": {
        "engine",
        "filling",
        "heard",
        "language",
        "lexicon",
        "manner",
        "phrases",
        "prompt",
        "prosody",
        # A bot's recordings are checked with the bot, by those who play them.
        "recordings",
        "registry",
        "review",
        "script",
        "sentences",
        "settings",
        "speech",
        "ssml",
        "values",
        "wording",
        "words",
    },
    "understanding": {
        "costs",
        "engine",
        "expectation",
        "marks",
        "pronouncer",
        "reading",
        "review",
        "soundalikes",
        "understander",
        "utterances",
    },
}
"""What one skill may see of another, and the call of all: value types, protocols, pure functions."""

DOORS = {
    "viva/dialogue": {"actions", "check", "conversations", "init", "load", "recorded", "talk", "training"}
}
"""Modules at the edge of the core that read files, run a bot's code or talk to a terminal."""

CORE_FILES = tuple(
    f"viva/speaking/{name}.py"
    for name in (
        "address",
        "amounts",
        "attributes",
        "breaker",
        "cepstra",
        "dates",
        "dictated",
        "filling",
        "heard",
        "lexicon",
        "manner",
        "normalise",
        "numbers",
        "patterns",
        "phrases",
        "prepared",
        "prompt",
        "prosody",
        "say_as",
        "script",
        "sentences",
        "settings",
        "ssml",
        "transliterate",
        "values",
        "warp",
        "wording",
        "written",
    )
)
CORE_ROOMS = ("viva/call", "viva/dialogue", "viva/understanding")

CLOCKS_AND_WIRES = {
    "aiohttp",
    "asyncio",
    "concurrent",
    "multiprocessing",
    "onnxruntime",
    "picows",
    "queue",
    "random",
    "secrets",
    "select",
    "signal",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "urllib",
}
WALL_CLOCK = {"now", "today", "utcnow"}
UNSEEDED = {"uuid1", "uuid4", "urandom"}


@dataclass(frozen=True)
class Imported:
    module: str
    """In full, e.g. `viva.hearing.evidence`."""
    line: int

    @property
    def room(self) -> str:
        """`hearing`; '' for what is outside VIVA or belongs to no room."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == "viva" and len(parts) > 1 and parts[1] in MAY_IMPORT else ""

    @property
    def inside(self) -> str:
        """The module in the room: `evidence`."""
        return self.module.split(".")[2] if self.module.count(".") > 1 else ""


def sources(*folders: str) -> list[Path]:
    return [p for f in folders for p in sorted((ROOT / f).rglob("*.py")) if "template" not in p.parts]


def imports(path: Path) -> Iterator[Imported]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Imported(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            # `from viva.call import events` names a module, `from viva.call.events import X` its content.
            for alias in node.names:
                inner = PACKAGE.joinpath(*(node.module or "").split(".")[1:], alias.name)
                is_module = inner.with_suffix(".py").is_file() or (inner / "__init__.py").is_file()
                yield Imported(f"{node.module}.{alias.name}" if is_module else str(node.module), node.lineno)


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def core() -> list[Path]:
    found = [path for room in CORE_ROOMS for path in sources(room) if path.stem not in DOORS.get(room, set())]
    return found + [ROOT / name for name in CORE_FILES]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_room_is_in_the_plan() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("path", sources("viva"), ids=name)
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    for found in imports(path):
        if not found.room or found.room == room or room == "":
            continue
        allowed = MAY_IMPORT[room]
        where = f"{name(path)}:{found.line}"
        assert found.room != "cli", f"{where}: the command line is nobody's library"
        assert "*" in allowed or found.room in allowed, (
            f"{where}: {room} imports {found.module}; it may import {', '.join(sorted(allowed)) or 'no room'}"
        )


@pytest.mark.parametrize("path", sources("viva/call", *(f"viva/{skill}" for skill in INTERFACES)), ids=name)
def test_skills_see_each_other_by_their_interfaces(path: Path) -> None:
    if path.stem in DOORS.get(str(path.parent.relative_to(ROOT)), set()):
        return
    for found in imports(path):
        if found.room in INTERFACES and found.room != room_of(path):
            assert found.inside in INTERFACES[found.room], (
                f"{name(path)}:{found.line}: {found.module} is an inside of {found.room}; "
                f"its interface is {', '.join(sorted(INTERFACES[found.room]))}"
            )


@pytest.mark.parametrize(
    "path", [p for p in core() if p.parent.name == "dialogue" or "understanding" in p.parts], ids=name
)
def test_the_core_is_handed_its_pronouncer(path: Path) -> None:
    assert not [found for found in imports(path) if found.room == "pronunciation"], name(path)


@pytest.mark.parametrize("path", core(), ids=name)
def test_the_core_has_no_clock_no_chance_and_no_wires(path: Path) -> None:
    for found in imports(path):
        root = found.module.split(".")[0]
        assert root not in CLOCKS_AND_WIRES, f"{name(path)}:{found.line}: the core imports {found.module}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        where = f"{name(path)}:{node.lineno}"
        match node.func:
            case ast.Attribute(value=ast.Name(id="datetime" | "date" | "dt") | ast.Attribute(), attr=called):
                of_datetime = "date" in ast.unparse(node.func.value)
                assert not (of_datetime and called in WALL_CLOCK), f"{where}: reads the wall clock"
                assert called not in UNSEEDED, f"{where}: {called} differs at each run"
            case ast.Name(id="open"):
                raise AssertionError(f"{where}: the core opens a file")
            case _:
                pass


def declared(*extras: str) -> set[str]:
    """Distributions that `pyproject.toml` names, normalised."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    names = {re.match(r"[\w.-]+", requirement)[0] for found in lists for requirement in found}  # type: ignore[index]
    # pydantic names the one version of its core that fits.
    return {normalised(name) for name in names} | {"pydantic-core"}


def normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize(
    ("folder", "extras"),
    [("viva", ("parquet", "ray", "voices")), ("tests", ("test", "parquet", "ray", "voices")), ("bots", ())],
)
def test_what_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    of_module = packages_distributions()
    known = declared(*extras)
    for path in sources(folder):
        for found in imports(path):
            root = found.module.split(".")[0]
            if root in sys.stdlib_module_names or root in ("viva", "tests"):
                continue
            providers = {normalised(name) for name in of_module.get(root, [root])}
            assert providers & known, f"{name(path)}:{found.line}: {root} is not among the dependencies"


def test_the_locks_hold_what_is_declared() -> None:
    for file, extras in (("requirements.lock", ()), ("requirements-dev.lock", ("test", "dev", "voices"))):
        text = (ROOT / file).read_text(encoding="utf-8")
        locked = {normalised(name) for name in re.findall(r"^([\w.-]+)==", text, re.M)}
        assert declared(*extras) <= locked, f"{file} lacks some of pyproject.toml: make lock"
        assert "://" not in text, f"{file} names an address"


def test_a_wrong_import_would_be_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f():\n    from viva.call import core\n    import time\n")
    assert [(i.module, i.room) for i in imports(wrong)] == [("viva.call.core", "call"), ("time", "")]

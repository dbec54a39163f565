"""The documentation is complete and true: what the code has is discovered, and looked up in the pages."""

from __future__ import annotations

import dataclasses
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from pydantic import BaseModel

from viva.call import commands, events, floor, log
from viva.call.settings import CallSettings
from viva.cli.app import viva
from viva.dialogue import format as bot_format
from viva.lab.simulate import format as persona_format
from viva.lab.simulate.phrases import built_in

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
SOURCES = [p for p in sorted((ROOT / "viva").rglob("*.py")) if "template" not in p.parts]


def name(found: object) -> str:
    return str(found.relative_to(ROOT)) if isinstance(found, Path) else str(found)


def reference(page: str) -> str:
    path = REFERENCE / page
    assert path.is_file(), f"docs/reference/{page} is missing"
    return path.read_text(encoding="utf-8")


def missing(words: set[str], page: str) -> list[str]:
    """Those that do not stand on the page as code."""
    code = " ".join(re.findall(r"`+[^`]+`+", reference(page)))
    known = set(re.findall(r"[\w.-]+", code))
    return sorted(word for word in words if word not in known)


# --- what the code has ------------------------------------------------------------------------


def leaves(group: click.Group = viva, path: str = "viva") -> Iterator[tuple[str, click.Command]]:
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{path} {word}")
        else:
            yield f"{path} {word}", command


def bot_models() -> set[type[BaseModel]]:
    found = {v for v in vars(bot_format).values() if isinstance(v, type) and issubclass(v, BaseModel)}
    return found - {BaseModel}


def kinds(union: object) -> set[str]:
    """The `kind` of each member: the value that its field starts with."""
    fields = {f for one in get_args(union) for f in dataclasses.fields(one) if f.name == "kind"}
    return {str(f.default) for f in fields}


# --- and whether the pages have it ------------------------------------------------------------


@pytest.mark.parametrize(("path", "command"), list(leaves()), ids=lambda x: x if isinstance(x, str) else "")
def test_every_command_and_option(path: str, command: click.Command) -> None:
    page = reference("command-line.md")
    assert f"`{path}" in page, f"docs/reference/command-line.md: no {path}"
    options = {o.opts[0] for o in command.params if isinstance(o, click.Option) and not o.hidden}
    known = set(re.findall(r"--[a-z-]+", page))
    assert options <= known, f"{path}: {options - known} not in docs/reference/command-line.md"


def test_the_page_has_no_option_that_the_program_lacks() -> None:
    options = {o for _, c in leaves() for p in c.params if isinstance(p, click.Option) for o in p.opts}
    named = set(re.findall(r"--[a-z][a-z-]+", reference("command-line.md")))
    assert named <= options | {"--help"}


def test_every_environment_variable() -> None:
    used = {v for p in SOURCES for v in re.findall(r"\bVIVA_[A-Z]+\b", p.read_text(encoding="utf-8"))}
    assert not missing(used, "command-line.md")


def test_every_event_and_command_of_the_log() -> None:
    found = kinds(events.Event) | kinds(commands.Command)
    assert "call_started" in found
    assert not missing(found, "event-log.md")


def test_every_field_of_the_log() -> None:
    members = {*get_args(events.Event), *get_args(commands.Command), log.Header, commands.Latency}
    assert not missing({f.name for one in members for f in dataclasses.fields(one)}, "event-log.md")


def test_the_floor_is_drawn_as_it_is() -> None:
    page = (DOCS / "concepts" / "floor.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^    (\w+) --> (\w+)$", page, re.M)) == set(floor.TRANSITIONS)
    for (before, after), reason in floor.TRANSITIONS.items():
        assert after == "ended" or f"| `{before}` | `{after}` | {reason} |" in page


def test_every_setting_of_a_call() -> None:
    assert not missing({f.name for f in dataclasses.fields(CallSettings)}, "event-log.md")


def test_every_key_of_a_bot_file() -> None:
    keys = {f.alias or key for model in bot_models() for key, f in model.model_fields.items()}
    assert "prompts" in keys
    assert not missing(keys, "bot-format.md")


def test_every_key_of_a_persona_file() -> None:
    models = {v for v in vars(persona_format).values() if isinstance(v, type) and issubclass(v, BaseModel)}
    keys = {f.alias or key for model in models for key, f in model.model_fields.items()}
    phrases = set(built_in("en").listed)
    words_of_values = {one for one in phrases if one.startswith(("short_", "half_", "other_"))}
    words_of_values |= {"days", "weekdays", "months", "dates", "bare_before", "hours", "noon", "parts"}
    words_of_values |= {"double", "plus", "articles", "vowels"}
    assert "overlooks" in keys
    assert not missing((keys - {"how"}) | (phrases - words_of_values), "personas.md")


def test_every_http_path() -> None:
    source = (ROOT / "viva/server/api.py").read_text(encoding="utf-8")
    paths = {re.sub(r"\{\w+\}", "ID", p) for p in re.findall(r'web\.(?:get|post|delete)\("([^"]+)"', source)}
    assert "/api/calls/ID" in paths
    page = reference("http.md")
    assert not [path for path in sorted(paths) if path not in page]


def test_every_message_of_the_protocol() -> None:
    found = set()
    for path in SOURCES:
        if path.parent.name in ("channels", "server"):
            found |= set(re.findall(r'"event": "(\w+)"', path.read_text(encoding="utf-8")))
    assert {"started", "text"} & found
    page = reference("websocket.md")
    assert not [one for one in sorted(found) if f'"event": "{one}"' not in page]


# --- what the pages say -----------------------------------------------------------------------


def links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_resolve(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{name(page)}: {link} leads nowhere"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{name(page)}: {name(target)} has no heading #{anchor}"


def test_the_index_leads_to_every_page() -> None:
    indexes = [DOCS / "README.md", DOCS / "decisions" / "README.md"]
    reached = {
        (index.parent / link.partition("#")[0]).resolve() for index in indexes for link in links(index)
    }
    lost = [name(page) for page in DOCS.rglob("*.md") if page not in reached and page not in indexes]
    assert not lost, f"no index leads to {lost}"


def test_pages_named_in_the_code_exist() -> None:
    for path in SOURCES:
        for named in re.findall(r"docs/[\w./-]*\w", path.read_text(encoding="utf-8")):
            found = (ROOT / named).exists() or list((ROOT / named).parent.glob(f"{Path(named).name}-*"))
            assert found, f"{name(path)} names {named}"


def shell_lines(page: Path) -> Iterator[str]:
    for block in re.findall(r"```(?:sh|bash|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.S):
        for line in block.replace("\\\n", " ").splitlines():
            yield from (
                part.strip() for part in re.split(r"&&|\|", line.partition(" #")[0].removeprefix("$ "))
            )


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_in_examples_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for line in shell_lines(page):
        if not re.match(r"(\S*/)?(viva|make)\b", line):
            continue
        words = shlex.split(line)
        if words[:1] == ["make"]:
            assert {w for w in words[1:] if "=" not in w} <= targets, f"{name(page)}: {line}"
        elif words and words[0].rpartition("/")[2] == "viva":
            check_viva(words[1:], f"{name(page)}: {line}")


def check_viva(words: list[str], where: str) -> None:
    command: click.Command = viva
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"{where}: no such command"
        command, words = command.commands[words[0]], words[1:]
    options = {o for p in command.params if isinstance(p, click.Option) for o in p.opts} | {"--help", "-h"}
    unknown = {w.partition("=")[0] for w in words if w.startswith("-")} - options
    assert not unknown, f"{where}: no such option {unknown}"

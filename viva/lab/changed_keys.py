"""A bot with single keys of its YAML files changed: `turn.cut_in_cost=1`. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from viva.dialogue.source import MERGED, Key, Source, read, read_one, yaml_files
from viva.errors import VivaError

SHORT: dict[tuple[str, ...], str] = {
    ("voice",): "name",
    ("engines", "synthesizer"): "engine",
    ("slots", "*"): "entity",
    ("entities", "*"): "kind",
    ("flows", "*"): "steps",
    ("prompts", "*"): "first",
    ("pronunciations", "*"): "say",
}
"""Where a bot file may have a plain value, the key that this value is of."""


class KeyChangeError(VivaError):
    """A `KEY=VALUE` that cannot be put into a bot's files."""

    exit_code = 2


def with_key(files: Mapping[str, str], key: str, value: str) -> dict[str, str]:
    """A bot's files with one key set, by dots from the top: `turn.cut_in_cost`, `flows.order.steps.0.prompt`.

    value: as it would stand in a YAML file. The files stay as they are where they say the same already.
    Whether the bot works so is not looked at.

    Raises:
        KeyChangeError: the value is no YAML, or the key leads into a plain value.
    """
    change = f"{key}={value}"
    wanted = _value(change, value)
    path = key.split(".")
    source = read(yaml_files(dict(files)))
    # What may be spread over several files is replaced entry by entry, else a file would define it twice.
    depth = 2 if path[0] in MERGED and len(path) > 1 else 1
    section, rest = tuple(path[:depth]), path[depth:]
    was = _at(source.data, section)
    new = _put(was, section, rest, wanted, change)
    if was == new and _same_types(was, new):
        return dict(files)
    return {**files, **_written(files, source, section, new)}


def _value(change: str, value: str) -> Any:
    found = read_one(change, f"value: {value}")
    if found.problems or found.data.keys() != {"value"}:
        why = found.problems[0].message if found.problems else "it holds several keys."
        raise KeyChangeError(
            f"`{change}`: the value is not one YAML value: {why}",
            hint="Put text with signs such as `:` or `#` into quotes, as in a YAML file.",
        )
    return found.data["value"]


def _at(data: Any, path: tuple[Key, ...]) -> Any:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    return data


def _put(here: Any, path: tuple[Key, ...], rest: list[str], value: Any, change: str) -> Any:
    """`here`, which stands at `path`, with the value at the end of `rest`."""
    if not rest:
        return value
    step = rest[0]
    if isinstance(here, list) and (step.isdecimal() or _short(path) is None):
        if not step.isdecimal() or int(step) >= len(here):
            name = ".".join(map(str, path))
            what = f"`{change}`: `{name}` is a list of {len(here)}, and has no `{step}`."
            raise KeyChangeError(what, hint="Its parts are named by their numbers, from 0.")
        return [
            _put(one, (*path, at), rest[1:], value, change) if at == int(step) else one
            for at, one in enumerate(here)
        ]
    if not isinstance(here, dict | None):
        short = _short(path)
        if short is None:
            name = ".".join(map(str, path))
            raise KeyChangeError(f"`{change}`: `{name}` is `{here}`, and has no keys.")
        here = {short: here}
    known = here or {}
    return {**known, step: _put(known.get(step), (*path, step), rest[1:], value, change)}


def _short(path: tuple[Key, ...]) -> str | None:
    for form, key in SHORT.items():
        if len(form) == len(path) and all(a in ("*", b) for a, b in zip(form, path, strict=True)):
            return key
    return None


def _same_types(was: Any, new: Any) -> bool:
    """`true` and 1 are equal to Python, and not to a bot file."""
    return json.dumps(was) == json.dumps(new)


def _written(files: Mapping[str, str], source: Source, section: tuple[Key, ...], new: Any) -> dict[str, str]:
    """The one file that changes. The section becomes one line of JSON, which is YAML; the rest stays."""
    line = json.dumps(new, ensure_ascii=False)
    file = source.where(section)[0] if _at(source.data, section) is not None else ""
    if file:
        node = _node(files[file], section)
        assert node is not None, f"{file} has {section}"
        text, start = files[file], node.start_mark.index
        # A block ends only where the next key begins; the space before that is not its own.
        end = start + len(text[start : node.end_mark.index].rstrip())
        return {file: f"{text[:start].rstrip()} {line}{text[end:]}"}
    if len(section) == 1:
        file, text = "bot.yaml", files["bot.yaml"]
        return {file: f"{text.rstrip()}\n{section[0]}: {line}\n"}
    # A new entry of what may be spread over files: in a file of its own.
    top, name = map(str, section)
    file = "changed.yaml"
    before = read_one(file, files.get(file, "")).data
    data = {**before, top: {**before.get(top, {}), name: new}}
    return {file: "".join(f"{key}: {json.dumps(one, ensure_ascii=False)}\n" for key, one in data.items())}


def _node(text: str, path: tuple[Key, ...]) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    for key in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for name, value in node.value if name.value == key), None)
    return node

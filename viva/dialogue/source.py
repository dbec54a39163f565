"""YAML as plain data that remembers the line of every part.

The YAML here is close to version 1.2: only `true` and `false` are booleans (so `yes` and `no` may name
intents), and `16:30` or `2026-11-24` are text. Anchors and tags are refused: a bot file is plain data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from viva.dialogue.problems import Problem

Key = str | int
MERGED = ("intents", "entities", "slots", "flows", "prompts", "pronunciations")
"""Keys whose entries may be spread over several files."""


class _Loader(yaml.SafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^-?\d+\.\d+$"), list("-0123456789"))


@dataclass(slots=True)
class Source:
    """The merged data of several files, with the place of each part."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple[Key, ...], tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    """A file could not be read as YAML, so parts of the bot are not known."""

    def where(self, path: Sequence[Key]) -> tuple[str, int]:
        """File and line of a part; steps of the path that are not in the data are passed over."""
        here: Any = self.data
        found: tuple[Key, ...] = ()
        for key in path:
            if (isinstance(here, dict) and key in here) or (
                isinstance(here, list) and isinstance(key, int) and key < len(here)
            ):
                here = here[key]  # type: ignore[index]  # as the condition says
                found = (*found, key)
        while found and found not in self.places:
            found = found[:-1]
        return self.places.get(found, ("bot.yaml", 0))

    def report(self, path: Sequence[Key], message: str, hint: str = "") -> None:
        file, line = self.where(path)
        self.problems.append(Problem(file, line, message, hint))


def yaml_files(files: dict[str, str]) -> dict[str, str]:
    """Those of a bot's files that `read` is for: not its conversations, nor its code."""
    return {path: text for path, text in files.items() if path.endswith(".yaml") and "/" not in path}


def read(files: dict[str, str]) -> Source:
    """Merge YAML files by their top-level keys. What is wrong is in `problems`; never raises."""
    source = Source()
    for file in sorted(files, key=lambda name: (name != "bot.yaml", name)):
        single = read_one(file, files[file])
        source.problems += single.problems
        source.broken = source.broken or single.broken
        for key, value in single.data.items():
            _merge(source, single, (key,), value)
    return source


def read_one(file: str, text: str) -> Source:
    """One file; its top must be a mapping."""
    source = Source(places={(): (file, 1)}, broken=True)
    tab = re.search(r"^ *\t", text, re.MULTILINE)
    if tab:
        line = text.count("\n", 0, tab.end()) + 1
        source.problems.append(Problem(file, line, "a tab indents this line; expected spaces."))
        return source
    try:
        node = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        source.problems.append(Problem(file, mark.line + 1 if mark else 0, f"this is not YAML: {what}."))
        return source
    except RecursionError:
        source.problems.append(Problem(file, 0, "this is nested too deep."))
        return source
    if node is None:
        source.broken = False
        return source
    if not isinstance(node, yaml.MappingNode):
        source.problems.append(Problem(file, 1, f"got {_kind(node)}, expected keys such as `title:`."))
        return source
    source.broken = False
    source.data = _build(node, (), source, file)
    return source


def _merge(source: Source, single: Source, path: tuple[Key, ...], value: Any) -> None:
    key, here = path[-1], source.data
    for step in path[:-1]:
        here = here[str(step)]
    mergeable = len(path) == 1 and key in MERGED and isinstance(value, dict)
    if key in here and mergeable and isinstance(here[key], dict):
        for name, part in value.items():
            _merge(source, single, (*path, name), part)
        return
    if key in here:
        file, line = source.where(path)
        again_file, again_line = single.where(path)
        what = f"`{key}` is already defined in {file}:{line}."
        source.problems.append(Problem(again_file, again_line, what, "Keep one of the two."))
        return
    here[str(key)] = value
    for place, mark in single.places.items():
        if place[: len(path)] == path:
            source.places[place] = mark


def _build(node: yaml.Node, path: tuple[Key, ...], source: Source, file: str) -> Any:
    line = node.start_mark.line + 1
    source.places.setdefault(path, (file, line))
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            at = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                source.problems.append(Problem(file, at, f"got {_kind(key_node)} as a key, expected a name."))
            elif key in data:
                first = source.places[(*path, key)][1]
                what = f"the key `{key}` stands here twice, first in line {first}."
                source.problems.append(Problem(file, at, what, "Keep one of the two."))
            else:
                source.places[(*path, key)] = (file, at)
                data[key] = _build(value_node, (*path, key), source, file)
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_build(part, (*path, index), source, file) for index, part in enumerate(node.value)]
    try:
        return _Loader("").construct_object(node)
    except yaml.YAMLError:
        source.problems.append(Problem(file, line, f"the tag `{node.tag}` is not allowed in a bot file."))
        return None


def _kind(node: yaml.Node) -> str:
    return {"sequence": "a list", "mapping": "a mapping"}.get(str(getattr(node, "id", "")), f"`{node.value}`")

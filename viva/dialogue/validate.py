"""A bot file's keys and types, checked; what pydantic finds, said in the words of the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from viva.dialogue import format as form
from viva.dialogue.problems import nearest
from viva.dialogue.source import Source
from viva.speaking.prompt import WRITTEN

ENTRY: dict[str, type[BaseModel]] = {
    "entities": form.EntityFile,
    "slots": form.SlotFile,
    "flows": form.FlowFile,
    "prompts": form.PromptFile,
}
SECTION: dict[str, type[BaseModel]] = {
    "voice": form.VoiceFile,
    "engines": form.EnginesFile,
    "synthesizer": form.SynthesizerFile,
    "turn": form.TurnFile,
    "repair": form.RepairFile,
}


def validate(source: Source) -> form.BotFile | None:
    """The files as a model; None where they do not fit it, with the reasons among `source.problems`."""
    try:
        return form.BotFile.model_validate(source.data)
    except ValidationError as error:
        report(error, source, _model)
        return None


def report(
    error: ValidationError, source: Source, model_at: Callable[[tuple[Any, ...]], type[BaseModel]]
) -> None:
    """What pydantic found in a file of this kind, at its lines. `model_at`: whose keys stand at a path."""
    said: set[tuple[Any, ...]] = set()
    for one in error.errors():
        path = tuple(part for part in one["loc"] if not _is_branch(part))
        if (path, one["type"] == "extra_forbidden") in said:
            continue  # the same value, tried as another type
        said.add((path, one["type"] == "extra_forbidden"))
        message, hint = _say(one, path, model_at)
        source.report(path, message, hint)


def _say(
    error: ErrorDetails, path: tuple[Any, ...], model_at: Callable[[tuple[Any, ...]], type[BaseModel]]
) -> tuple[str, str]:
    key = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    got = _shown(error["input"])
    match error["type"]:
        case "extra_forbidden":
            known = list(_keys(model_at(error["loc"][:-1])))
            return f"unknown key `{path[-1]}`{_inside(error['loc'])}.", nearest(str(path[-1]), known)
        case "missing":
            return f"the key `{path[-1]}` is missing{_inside(error['loc'])}.", "Add it."
        case "union_tag_not_found" | "union_tag_invalid":
            value = error["input"]
            names = [name for name in value if name != "when"] if isinstance(value, dict) else [str(value)]
            name = names[0] if names else ""
            return f"got `{name}`, expected a step.", nearest(name, form.STEPS)
        case "literal_error":
            expected = str(error.get("ctx", {}).get("expected", ""))
            options = expected.replace("'", "").replace(" or ", ", ").split(", ")
            hint = nearest(str(error["input"]), options)
            return f"`{key}` is {got}, expected one of {expected}.", hint
        case "too_short" | "string_too_short":
            return f"`{key}` is empty.", "Give it a value or leave the key out."
        case kind:
            said = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            expected = _EXPECTED.get(kind) or said
            if kind in ("string_type", "list_type") and key in WRITTEN:
                expected = "text or a list of texts"
            elif kind.startswith("model_") and _is_prompt(path, key):
                expected = "text, a list of texts, or a mapping of occasions such as `first:` and `again:`"
            return f"`{key}` is {got}, expected {expected}.", ""


_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping, such as `name: ...`",
    "model_type": "a mapping, such as `key: ...`",
    "model_attributes_type": "a mapping, such as `key: ...`",
}
_PROMPTS = ("say", "prompt", "help", "confirm")


def _is_prompt(path: tuple[Any, ...], key: str) -> bool:
    return key in _PROMPTS or (len(path) == 2 and path[0] == "prompts")


def _is_branch(part: Any) -> bool:
    """A part of pydantic's path that stands for a type and not for a key."""
    if not isinstance(part, str):
        return False
    types = ("str", "int", "float", "bool", "none", "bool_", "literal[True]")
    return part.endswith(" step") or part in types or part.startswith(("list[", "dict[", "function-"))


def _model(path: tuple[Any, ...]) -> type[BaseModel]:
    for part in reversed(path):
        if isinstance(part, str) and part.endswith(" step"):
            return form.STEPS[part.removesuffix(" step")]
    if len(path) > 1 and path[0] in ENTRY:
        return ENTRY[str(path[0])]
    for part in reversed(path):
        if part in SECTION:
            return SECTION[str(part)]
    return form.BotFile


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield info.alias or name


def _inside(path: tuple[Any, ...]) -> str:
    for part in reversed(path[:-1]):
        if isinstance(part, str) and part.endswith(" step"):
            return f" in a step `{part.removesuffix(' step')}`"
    names = [part for part in path[:-1] if isinstance(part, str)]
    return f" in `{'.'.join(names)}`" if names else ""


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{str(value)[:60]}`"

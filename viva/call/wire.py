"""Events and commands as JSON and back: one definition, the dataclasses themselves, for both ways."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from viva.call.commands import Command
from viva.call.events import Event

T = TypeVar("T")
_event: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
_command: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])


def encode(value: Event | Command) -> bytes:
    """UTF-8 JSON, one line, fields in the order of the dataclass: the same value gives the same bytes."""
    return to_json(value)


def decode_event(data: Any) -> Event:
    """An event from parsed JSON.

    Raises:
        ValueError: a field is missing or wrong; the message names it.
    """
    return _decode(_event, data)


def decode_command(data: Any) -> Command:
    """A command from parsed JSON; raises like `decode_event`."""
    return _decode(_command, data)


def _decode(adapter: TypeAdapter[T], data: Any) -> T:
    try:
        return adapter.validate_python(data)
    except ValidationError as e:
        first = e.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where or 'record'}: {first['msg']}, got {first['input']!r:.80}") from e

"""Protocol buffers, just enough to change a few fields of a file and leave all others as they are.

A message is the list of its fields in file order, each (number, value): bytes for a length-delimited
one, int for the others. What is not touched is written back as it was.
Source: protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


@dataclass(slots=True)
class Field:
    number: int
    wire: int
    """One of the four wire types above."""
    value: int | bytes | memoryview

    @property
    def data(self) -> memoryview:
        """Of a length-delimited field. `ValueError` otherwise."""
        if isinstance(self.value, int):
            raise ValueError(f"field {self.number} is a number, expected bytes")
        return memoryview(self.value)

    @property
    def text(self) -> str:
        return bytes(self.data).decode()


def parse(data: bytes | memoryview) -> list[Field]:
    """The fields of one message. `ValueError` where it is no such message."""
    view, at, fields = memoryview(data), 0, []
    while at < len(view):
        key, at = _varint(view, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = _varint(view, at)
            fields.append(Field(number, wire, value))
            continue
        if wire == BYTES:
            size, at = _varint(view, at)
        elif wire in (FIXED64, FIXED32):
            size = 8 if wire == FIXED64 else 4
        else:
            raise ValueError(f"wire type {wire} at byte {at}")
        if at + size > len(view):
            raise ValueError(f"field {number} at byte {at} runs beyond the end")
        part = view[at : at + size]
        fields.append(Field(number, wire, part if wire == BYTES else int.from_bytes(part, "little")))
        at += size
    return fields


def serialize(fields: Iterable[Field]) -> bytes:
    """The inverse of `parse`."""
    out = bytearray()
    for field in fields:
        _append_varint(out, field.number << 3 | field.wire)
        if field.wire == VARINT:
            assert isinstance(field.value, int)
            _append_varint(out, field.value)
        elif field.wire == BYTES:
            _append_varint(out, len(field.data))
            out += field.data
        else:
            assert isinstance(field.value, int)
            out += field.value.to_bytes(8 if field.wire == FIXED64 else 4, "little")
    return bytes(out)


def nested(number: int, fields: Iterable[Field]) -> Field:
    """A message as a field of another."""
    return Field(number, BYTES, serialize(fields))


def string(number: int, text: str) -> Field:
    return Field(number, BYTES, text.encode())


def all_of(fields: Iterable[Field], number: int) -> Iterator[Field]:
    return (field for field in fields if field.number == number)


def one_of(fields: Iterable[Field], number: int) -> Field:
    """The only or first field of that number. `ValueError` if there is none."""
    for field in fields:
        if field.number == number:
            return field
    raise ValueError(f"no field {number}")


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(view) or shift > 63:
            raise ValueError(f"a number at byte {at} does not end")
        byte = view[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _append_varint(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)

"""What is read is written back byte for byte; what is no message is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.models.protobuf import BYTES, FIXED32, FIXED64, VARINT, Field, all_of, one_of, parse, serialize

FIELDS = st.one_of(
    st.builds(Field, st.integers(1, 2**29 - 1), st.just(VARINT), st.integers(0, 2**64 - 1)),
    st.builds(Field, st.integers(1, 2**29 - 1), st.just(BYTES), st.binary(max_size=300)),
    st.builds(Field, st.integers(1, 15), st.just(FIXED32), st.integers(0, 2**32 - 1)),
    st.builds(Field, st.integers(1, 15), st.just(FIXED64), st.integers(0, 2**64 - 1)),
)


@given(st.lists(FIELDS, max_size=10))
def test_every_message_survives(fields: list[Field]) -> None:
    assert parse(serialize(fields)) == fields


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        fields = parse(data)
    except ValueError:
        return
    assert parse(serialize(fields)) == fields


def test_the_examples_of_the_encoding_guide() -> None:
    assert parse(bytes.fromhex("089601")) == [Field(1, VARINT, 150)]
    (field,) = parse(bytes.fromhex("120774657374696e67"))
    assert (field.number, field.text) == (2, "testing")


def test_fields_are_found_by_number() -> None:
    fields = [Field(1, VARINT, 5), Field(2, BYTES, b"a"), Field(2, BYTES, b"b")]
    assert one_of(fields, 2).text == "a"
    assert [field.text for field in all_of(fields, 2)] == ["a", "b"]
    with pytest.raises(ValueError, match="no field 7"):
        one_of(fields, 7)
    with pytest.raises(ValueError, match="field 1 is a number, expected bytes"):
        _ = fields[0].data


@pytest.mark.parametrize(
    ("data", "wrong"),
    [(b"\x08", "does not end"), (b"\x12\x05ab", "runs beyond the end"), (b"\x0b", "wire type 3")],
)
def test_cut_or_strange_messages_are_refused(data: bytes, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse(data)

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.errors import VivaError
from viva.ops.logs import Formatter, set_up_logs
from viva.ops.redact import JsonValue, mask, redact, redact_text


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("Ann Smith", "***"),
        ("9845012345", "***45"),
        ("+44 (171) 555-23", "***23"),
        (9845012345, "***45"),
        (3, "***"),
        (None, None),
        (True, True),
        (["Ann", None], ["***", None]),
        ({"name": "Ann"}, {"name": "***"}),
    ],
)
def test_personal_values_are_masked(value: JsonValue, masked: JsonValue) -> None:
    assert mask(value) == masked


def test_marked_fields_are_masked_and_others_lose_long_numbers() -> None:
    values: dict[str, JsonValue] = {
        "name": "Ann",
        "day": "2026-11-26",
        "note": ["call 98450 12345", {"n": "card 4111 1111 1111 1111."}],
    }
    assert redact(values, {"name"}) == {
        "name": "***",
        "day": "2026-11-26",
        "note": ["call ***45", {"n": "card ***11."}],
    }


@given(st.text("0123456789 ab-.", max_size=40))
def test_no_long_number_stays(text: str) -> None:
    shown = re.sub(r"\d{4}-\d\d-\d\d", "", redact_text(text))
    assert not re.search(r"\d{5}", shown)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, viva = logging.getLogger(), logging.getLogger("viva")
    level = viva.level
    yield io.StringIO()
    viva.setLevel(level)
    for handler in [h for h in root.handlers if isinstance(h.formatter, Formatter)]:
        root.removeHandler(handler)


def test_what_was_said_is_masked_at_info_and_shown_at_debug(stream: io.StringIO) -> None:
    log = logging.getLogger("viva.test")
    personal = {"personal": {"text": "my name is Ann", "phone": "9845012345"}}
    set_up_logs("info", stream)
    log.info("turn %d\ntaken", 3, extra=personal)
    log.debug("hidden", extra=personal)
    line = stream.getvalue()
    assert line.count("\n") == 1
    assert line.endswith('INFO viva.test: turn 3\\ntaken {"text": "***", "phone": "***45"}\n')
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", line)
    set_up_logs("debug", stream)
    log.debug("seen", extra=personal)
    assert stream.getvalue().endswith('seen {"text": "my name is Ann", "phone": "9845012345"}\n')


def test_a_traceback_follows_its_line(stream: io.StringIO) -> None:
    set_up_logs("info", stream)
    try:
        raise ValueError("inner")
    except ValueError:
        logging.getLogger("viva.test").exception("failed")
    assert "ERROR viva.test: failed\nTraceback" in stream.getvalue()


def test_an_unknown_level_lists_the_known() -> None:
    with pytest.raises(VivaError, match="no log level is called 'loud'") as caught:
        set_up_logs("loud")
    assert caught.value.hint == "one of debug, info, warning, error"

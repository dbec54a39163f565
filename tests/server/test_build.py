"""What is told when bots are made ready to answer."""

from __future__ import annotations

import pytest

from tests.dialogue.small import bot
from viva.pronunciation.pronouncer import pronouncer
from viva.server.build import tell_warnings
from viva.understanding.understander import build_understander


def test_warnings_are_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    small = bot()
    tell_warnings(small, build_understander(small.language, pronouncer=pronouncer("en")))
    assert [record.getMessage() for record in caplog.records] == [
        "bot trips has 3 warnings; `viva check` tells them"
    ]

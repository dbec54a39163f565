"""What is told when bots are made ready to answer."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from tests.built import cut, own_built_files
from tests.dialogue.small import bot
from tests.hearing.conftest import need
from viva.dialogue.bot import Bot
from viva.models.built import is_whole
from viva.pronunciation.pronouncer import pronouncer
from viva.server.bot_host import Pools
from viva.server.build import build_hosts, tell_warnings
from viva.understanding.expectation import Expectation
from viva.understanding.understander import build_understander


def test_warnings_are_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    small = bot()
    tell_warnings(small, build_understander(small.language, pronouncer=pronouncer("en")))
    assert [record.getMessage() for record in caplog.records] == [
        "bot trips has 8 warnings; `viva check` tells them"
    ]


@pytest.mark.models
def test_what_is_missing_or_damaged_is_compiled_and_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for model in ("moonshine-tiny", "all-minilm-l6-v2"):
        need(model)
    built = own_built_files(tmp_path, monkeypatch)
    small = bot()
    lines = [_start(small), _start(small)]
    (hearing,) = built.glob("hearing-*.npz")
    cut(hearing)
    lines.append(_start(small))
    told = r"compiling the language of trips \.\.\. \d+\.\d s, kept for the next start\n"
    told += r"(\d+ of \d+ sentences spoken\n)*"
    assert re.fullmatch(told, lines[0]) and lines[1] == "" and re.fullmatch(told, lines[2])
    assert is_whole(hearing)


def _start(small: Bot) -> str:
    pieces: list[str] = []
    pools = Pools.start(1)
    try:
        hosts = build_hosts([small], pools, advice=False, tell=pieces.append)
        work = partial(hosts["trips"].recognizer.recognize, bytes(32_000), Expectation())
        assert pools.hearing.start().submit(work).result().hypotheses == ()
    finally:
        pools.close()
    return "".join(pieces)

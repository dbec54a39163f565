"""`viva bench callers`: what is sent to the recognizer, and its rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viva.audio.pcm import rms_dbfs, to_float
from viva.hearing.evidence import Recognition
from viva.lab.evaluate.asr_report import evaluate_asr
from viva.lab.evaluate.rows import Source
from viva.lab.measure import callers

TEXTS = ("what time is it in london", "please set an alarm for seven")


class Ear:
    """Hears the first sentence whatever is said."""

    def recognize(self, pcm: bytes, *_: object) -> Recognition:
        assert len(pcm) % 640 == 0 and rms_dbfs(to_float(pcm)) > -40
        return Recognition.of_text(TEXTS[0])


def test_each_sentence_under_each_condition_as_viva_eval_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clinc150"
    folder.mkdir()
    parts = {part: [] for part in ("train", "test", "oos_train", "oos_val", "oos_test")}
    said = {"val": [(text, "any") for text in TEXTS]}
    (folder / "data_full.json").write_text(json.dumps({**parts, **said}))
    monkeypatch.setattr(callers, "make_recognizer", lambda _: Ear())
    rows = tmp_path / "heard.jsonl"
    callers.bench_callers(tmp_path, sentences=2, recognizer="any", rows=rows)
    told = [json.loads(line) for line in rows.read_text().splitlines()]
    assert len(told) == 2 * len(callers.CONDITIONS) and len({row["id"] for row in told}) == len(told)
    assert {row["noise"] for row in told} >= {"clean", "babble 18 dB", "street 9 dB"}
    figures = {one.name: one.value for one in evaluate_asr(Source(rows)).figures}
    assert figures["sentence error rate"] == 0.5
    assert "clean, wideband" in capsys.readouterr().out

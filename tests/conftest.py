"""What every test may rely on: no trace in a user's folders, one clear line where something is absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT.parent / "shared" / "data"
"""Recordings and texts for development; they are no part of the repository."""

# A loaded machine may take long for one example; that is no property of the code.
settings.register_profile("viva", deadline=None, print_blob=True)
settings.load_profile("viva")


@pytest.fixture(autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of a test are kept in its own folder, and its speech nowhere, whatever the environment says."""
    monkeypatch.setenv("VIVA_DATA", str(tmp_path_factory.getbasetemp() / "data"))
    monkeypatch.setenv("VIVA_SPEECH_MB", "0")


@pytest.fixture(scope="session")
def recordings() -> Path:
    """The folder of development recordings; skips the test where it is absent."""
    if not RECORDINGS.is_dir():
        pytest.skip(f"no development recordings at {RECORDINGS}")
    return RECORDINGS

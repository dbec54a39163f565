"""A folder of models whose built files are a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.models.fetch import model_dir


def own_built_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The models that are here, with nothing built beside them; the folder of what will be."""
    for model in model_dir().glob("*"):
        if model.name != "built":
            (folder / model.name).symlink_to(model)
    monkeypatch.setenv("VIVA_MODELS", str(folder))
    return folder / "built"


def cut(file: Path) -> None:
    """Damage a file as a full disk does."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

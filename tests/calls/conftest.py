"""One real server for the whole calls: real models, real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import serving


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calls")


@pytest.fixture(scope="session")
def page(data: Path) -> Iterator[str]:
    """Address of a server with both example bots."""
    with serving(data, "clinic", "barista") as address:
        yield address

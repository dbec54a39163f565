"""What starting costs, counted in modules: seconds differ between machines, modules do not."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"aiohttp", "espeakng_loader", "huggingface_hub", "numpy", "onnxruntime", "picows", "pydantic"}
HEAVY |= {"soundfile", "tokenizers", "yaml", "asyncio"}


def loaded(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after `statement`."""
    code = f"import sys\n{statement}\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_viva_loads_nothing_but_itself() -> None:
    assert loaded("import viva") - loaded("pass") == {"viva"}


def test_the_help_of_the_program_loads_nothing_heavy() -> None:
    assert "click" in loaded("import viva.cli.app")
    assert not (HEAVY | {"rich"}) & loaded("import viva.cli.app")

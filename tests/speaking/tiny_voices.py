"""Voices of a few kilobytes in the shape of Piper's and Kokoro's: real ONNX files that sherpa-onnx loads.

Each phoneme is a tone of 512 samples; a space is silence. So their speech is as long as they were given
phonemes, and sounds where words are.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from viva.models.onnx import constant, graph_input, graph_output, model, node
from viva.models.protobuf import nested, serialize, string

RATE = 16_000
TONE = 512
"""Samples of one phoneme."""
SYMBOLS = "_^$ .,!?;:abdefhijklmnopstuvwxzæðŋɐɑɔəɚɛɜɡɪɹʃʊʌʒˈˌːθβ\u0303\u0329ᵻɾʔ"
STYLE = 4
MOST = 510


def tones() -> np.ndarray:
    """float32 [symbols, TONE]: those before `a` are silent."""
    time = np.arange(TONE) / RATE
    hz = 150 + 10 * np.arange(len(SYMBOLS))[:, None]
    loud = np.arange(len(SYMBOLS))[:, None] >= SYMBOLS.index("a")
    return (0.3 * np.sin(2 * np.pi * hz * time) * loud).astype(np.float32)


def with_metadata(graph: bytes, **stated: object) -> bytes:
    return graph + serialize(nested(14, [string(1, k), string(2, str(v))]) for k, v in stated.items())


def write_tokens(folder: Path) -> None:
    lines = [f"{symbol} {number}\n" for number, symbol in enumerate(SYMBOLS)]
    (folder / "tokens.txt").write_text("".join(lines), encoding="utf-8")


def vits() -> bytes:
    """input [1, n], input_lengths [1], scales [3], sid [1] -> output [1, 1, samples]; speaker 1 is softer."""
    return model(
        [
            node("Gather", ["tones", "input"], ["said"]),
            node("Gather", ["gains", "sid"], ["gain"]),
            node("Mul", ["said", "gain"], ["loud"]),
            node("Reshape", ["loud", "shape"], ["output"]),
        ],
        [
            constant("tones", tones()),
            constant("gains", np.array([1.0, 0.5], np.float32)),
            constant("shape", np.array([1, 1, -1], np.int64)),
        ],
        [
            graph_input("input", "int64", ["batch", "n"]),
            graph_input("input_lengths", "int64", ["batch"]),
            graph_input("scales", "float32", [3]),
            graph_input("sid", "int64", ["batch"]),
        ],
        [graph_output("output", "float32", ["batch", 1, "samples"])],
    )


def piper_folder(folder: Path, **stated: object) -> Path:
    """As sherpa-onnx publishes them."""
    folder.mkdir()
    known = {
        "comment": "piper", "language": "English", "voice": "en-us", "n_speakers": 2, "sample_rate": RATE,
        "speaker_names": "ann,ben",
    } | stated  # fmt: skip
    (folder / "tiny.onnx").write_bytes(
        with_metadata(vits(), **{k: v for k, v in known.items() if v is not None})
    )
    write_tokens(folder)
    return folder


def raw_piper_folder(folder: Path) -> Path:
    """As Piper publishes them: no metadata, and a JSON file beside."""
    folder.mkdir()
    (folder / "en_US-tiny-low.onnx").write_bytes(vits())
    stated = {
        "audio": {"sample_rate": RATE}, "espeak": {"voice": "en-us"}, "num_speakers": 2,
        "language": {"name_english": "English"}, "speaker_id_map": {"ben": 1, "ann": 0},
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
    }  # fmt: skip
    (folder / "en_US-tiny-low.onnx.json").write_text(json.dumps(stated), encoding="utf-8")
    return folder


def kokoro_folder(folder: Path, **stated: object) -> Path:
    """tokens [1, n], style [1, STYLE], speed [1] -> audio [samples]; a style begins with loudness."""
    folder.mkdir()
    graph = model(
        [
            node("Gather", ["tones", "tokens"], ["said"]),
            node("Gather", ["style", "zero"], ["gain"], axis=1),
            node("Mul", ["said", "gain"], ["loud"]),
            node("Mul", ["loud", "speed"], ["fast"]),
            node("Reshape", ["fast", "shape"], ["audio"]),
        ],
        [
            constant("tones", tones()),
            constant("zero", np.array([0], np.int64)),
            constant("shape", np.array([-1], np.int64)),
        ],
        [
            graph_input("tokens", "int64", ["batch", "n"]),
            graph_input("style", "float32", ["batch", STYLE]),
            graph_input("speed", "float32", [1]),
        ],
        [graph_output("audio", "float32", ["samples"])],
    )
    known = {
        "model_type": "kokoro", "language": "English", "voice": "en-us", "has_espeak": 1, "version": 1,
        "n_speakers": 2, "sample_rate": RATE, "style_dim": f"{MOST},1,{STYLE}", "comment": "tiny",
        "speaker_names": "af_ann,bm_ben",
    } | stated  # fmt: skip
    (folder / "model.onnx").write_bytes(with_metadata(graph, **known))
    styles = np.ones((2, MOST, STYLE), np.float32)
    styles[1] = 0.5
    (folder / "voices.bin").write_bytes(styles.tobytes())
    write_tokens(folder)
    return folder

"""The folder of a Piper or Kokoro voice: its files, and what its model says of itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.models.fetch import model_dir
from viva.models.hub import hub_name
from viva.models.protobuf import all_of, nested, one_of, parse, serialize, string

_METADATA = 14
"""Number of `metadata_props` in an ONNX file (onnx/onnx.proto)."""
_NEEDED = {
    "piper": ("sample_rate", "n_speakers", "language", "comment"),
    "kokoro": ("sample_rate", "n_speakers", "style_dim"),
}
"""Without these sherpa-onnx ends the whole process."""


@dataclass(frozen=True, slots=True)
class VoiceModel:
    model: Path
    tokens: Path
    voices: Path | None
    """Kokoro: the styles of its speakers."""
    espeak_voice: str
    """The language of its phonemes, as eSpeak NG names it: `en-us`."""
    speakers: tuple[str, ...]
    """Names by number; where the model has none, the numbers."""

    def speaker(self, name: str) -> int:
        """The number of a speaker; 0 for ''.

        Raises:
            VivaError: there is none of that name; lists those there are.
        """
        if not name:
            return 0
        if name in self.speakers:
            return self.speakers.index(name)
        if name.isdecimal() and int(name) < len(self.speakers):
            return int(name)
        shown = ", ".join(self.speakers[:20])
        raise VivaError(f"the voice {self.model.parent.name} has no speaker {name!r}", hint=f"it has {shown}")


def find_folder(model: str) -> Path:
    """Where a voice lies, by what a bot's file says: a folder, or `OWNER/NAME` of the hub that was pulled.

    Raises:
        VivaError: it is not there.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    name = hub_name(model)
    if name is not None and name.place.is_dir():
        return name.place
    hint = f"`viva models pull {model}` fetches it" if name else "name a folder, or OWNER/NAME of the hub"
    raise VivaError(f"there is no voice {model!r} on this machine", hint=hint)


def read_voice(kind: str, folder: Path) -> VoiceModel:
    """The voice in a folder, checked as far as that sherpa-onnx can load it. `kind`: `piper` or `kokoro`.

    Raises:
        VivaError: a file is missing, or the model is none of this kind.
    """
    model = _model_file(folder)
    config = Path(f"{model}.json")
    if kind == "piper" and not (folder / "tokens.txt").is_file() and config.is_file():
        model = _prepared(model, config)
        folder = model.parent
    tokens, voices = folder / "tokens.txt", folder / "voices.bin" if kind == "kokoro" else None
    for file in (tokens, voices):
        if file is not None and not file.is_file():
            raise VivaError(f"the voice in {folder} lacks {file.name}", hint=f"is this a {kind} voice?")
    stated = _metadata(model)
    missing = [name for name in _NEEDED[kind] if name not in stated]
    if missing or (kind == "piper" and "piper" not in stated["comment"]):
        raise VivaError(
            f"{model} is no {kind} voice: its metadata lacks {', '.join(missing) or 'the word piper'}",
            hint="take it as sherpa-onnx publishes it, or a Piper voice with its .onnx.json",
        )
    if voices is not None:
        _check_styles(voices, stated)
    count = max(1, int(stated["n_speakers"]))
    names = [name for name in stated.get("speaker_names", "").split(",") if name]
    speakers = tuple(names) if len(names) == count else tuple(str(number) for number in range(count))
    return VoiceModel(model, tokens, voices, stated.get("voice") or "en-us", speakers)


def _model_file(folder: Path) -> Path:
    found = sorted(folder.glob("*.onnx"))
    preferred = [file for file in found if file.name in ("model.onnx", "model.int8.onnx")]
    if len(preferred or found) != 1:
        names = ", ".join(file.name for file in found) or "none"
        raise VivaError(
            f"expected one .onnx file in {folder}, got {names}", hint="give each voice its own folder"
        )
    return (preferred or found)[0]


def _metadata(model: Path) -> dict[str, str]:
    """What the file says of itself; its weights are passed over."""
    try:
        props = [parse(field.data) for field in all_of(parse(model.read_bytes()), _METADATA)]
        stated = {one_of(prop, 1).text: one_of(prop, 2).text for prop in props}
    except (ValueError, OSError) as error:
        raise VivaError(f"{model} is no ONNX file: {error}", hint="fetch it again") from None
    if not model.stat().st_size:
        raise VivaError(f"{model} is no ONNX file: it is empty", hint="fetch it again")
    return stated


def _check_styles(voices: Path, stated: dict[str, str]) -> None:
    style = [int(size) for size in stated["style_dim"].split(",")]
    expected = 4 * style[0] * style[-1] * int(stated["n_speakers"])
    if len(style) != 3 or voices.stat().st_size != expected:
        raise VivaError(
            f"{voices} has {voices.stat().st_size} bytes, expected {expected}",
            hint="fetch model and voices together",
        )


def _prepared(model: Path, config: Path) -> Path:
    """A voice as Piper publishes it, made into one that sherpa-onnx reads: with metadata and tokens.

    Kept beside the models, by the file's size and time, so that it is made once.
    """
    try:
        stated: dict[str, Any] = json.loads(config.read_text("utf-8"))
        voice, rate = str(stated["espeak"]["voice"]), int(stated["audio"]["sample_rate"])
        count, symbols = int(stated["num_speakers"]), dict(stated["phoneme_id_map"])
    except (ValueError, KeyError, TypeError) as error:
        raise VivaError(f"{config} does not describe a Piper voice: {error!r}") from None
    numbers: dict[str, int] = stated.get("speaker_id_map") or {}
    names = sorted(numbers, key=lambda name: numbers[name])
    metadata = {
        "comment": "piper",
        "language": str(stated.get("language", {}).get("name_english", voice)),
        "voice": voice,
        "n_speakers": str(count),
        "sample_rate": str(rate),
        "speaker_names": ",".join(names),
    }
    stat = model.stat()
    key = hashlib.sha256(
        f"{model.resolve()} {stat.st_size} {stat.st_mtime_ns} {metadata}".encode()
    ).hexdigest()[:16]
    folder = model_dir() / "voices" / f"{model.stem}-{key}"
    if (folder / "tokens.txt").is_file():
        return folder / "model.onnx"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / ".model.new"
    shutil.copyfile(model, beside)
    with beside.open("ab") as file:  # fields of a message may stand in any order, and be added at its end
        file.write(serialize(nested(_METADATA, [string(1, k), string(2, v)]) for k, v in metadata.items()))
    beside.replace(folder / "model.onnx")
    lines = [f"{symbol} {tokens[0]}\n" for symbol, tokens in symbols.items()]
    (folder / "tokens.txt").write_text("".join(lines), encoding="utf-8")
    return folder / "model.onnx"

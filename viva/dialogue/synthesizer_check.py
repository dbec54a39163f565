"""Whether what a bot's file says of its synthesizer fits together; whether it speaks here is for check.py."""

from __future__ import annotations

import re

from viva.dialogue import format as form
from viva.dialogue.names import Names

_NEEDED: dict[str, tuple[str, ...]] = {"openai": ("url", "model"), "kokoro": ("model",), "piper": ("model",)}
_URL = re.compile(r"https?://[\w.-]+(:\d+)?(/[^\s?#]*)?|https?://\[[\da-fA-F:]+\](:\d+)?(/[^\s?#]*)?")
_OF_OPENAI = ("url", "key", "speed")


def check_synthesizer(synthesizer: form.SynthesizerFile, voice: form.VoiceFile, names: Names) -> None:
    """Report to `names` what is missing, what means nothing to this engine, and what is written wrong."""
    engine, path = synthesizer.engine, ("engines", "synthesizer")
    for key in _NEEDED.get(engine, ()):
        if not getattr(synthesizer, key):
            names.report(path, f"the engine `{engine}` needs `{key}`, which is missing.", _HINTS[engine, key])
    for key in synthesizer.model_fields_set:
        meant = engine == "openai" if key in _OF_OPENAI else engine != "espeak" or key == "engine"
        if not meant:
            names.report((*path, key), f"`{key}` means nothing to the engine `{engine}`.", "Leave it out.")
    if engine == "openai":
        _endpoint(synthesizer, names)
        if not voice.name:
            names.report(
                path, "the engine `openai` needs a voice.", "Name one of the endpoint's: `voice: NAME`."
            )


def _endpoint(synthesizer: form.SynthesizerFile, names: Names) -> None:
    path = ("engines", "synthesizer")
    url = synthesizer.url
    if re.match(r"[a-z]+://[^/]*@", url):
        what = "`url` holds a name or password."  # which the message does not repeat
        names.report((*path, "url"), what, "Leave it out, and name an environment variable as `key`.")
    elif url and not _URL.fullmatch(url):
        what = f"`url` is `{url[:60]}`, expected the address of an endpoint."
        names.report((*path, "url"), what, "Write it like `https://speech.example.org/v1`.")
    if synthesizer.key and not re.fullmatch(r"[A-Z_][A-Z0-9_]*", synthesizer.key):
        what = "`key` is no name of an environment variable (capital letters, digits and `_`)."
        names.report((*path, "key"), what, "Set a variable to the key, and write the variable's name here.")


_HINTS = {
    ("openai", "url"): "Add it, e.g. `url: https://speech.example.org/v1`.",
    ("openai", "model"): "Add the endpoint's name for its model.",
    ("kokoro", "model"): "Add a folder with the voice, or its name on the hub: `model: OWNER/NAME`.",
    ("piper", "model"): "Add a folder with the voice, or its name on the hub: `model: OWNER/NAME`.",
}

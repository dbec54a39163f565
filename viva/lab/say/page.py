"""What was said, as JSON for the page, and as one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from dataclasses import asdict
from html import escape
from importlib.resources import files
from typing import Any

from viva.audio.resample import resample_pcm
from viva.lab.say.asked import Asked
from viva.lab.say.caller import described
from viva.lab.say.spoken import Spoken, curves

MODULES = ("say/player.js", "say/picture.js")
"""Of the pages: they import nothing, so that they can stand in a file of their own."""


def as_json(bot: str, asked: Asked, spoken: Spoken) -> dict[str, Any]:
    """Everything that is shown, with the audio as a WAV file in base 64."""
    lufs = spoken.lufs
    return {
        "bot": bot,
        "prompt": asked.prompt,
        "text": " ".join(one.text for one in spoken.sentences),
        "context": asked.context,
        "caller": described(asked.caller),
        "duration_ms": spoken.duration_ms,
        "lufs": None if lufs is None else round(lufs, 1),
        "sentences": [asdict(one) for one in spoken.sentences],
        "curves": asdict(curves(spoken)),
        "audio": base64.b64encode(wav(spoken.pcm)).decode("ascii"),
    }


def wav(pcm: bytes, rate: int = 16_000) -> bytes:
    """PCM16LE, mono, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm)
    return file.getvalue()


def telephone(pcm: bytes) -> bytes:
    """As a telephone line carries it: 8 kHz, µ-law, without a header."""
    from viva.audio.g711 import ulaw_encode

    return ulaw_encode(resample_pcm(pcm, 16_000, 8_000))


def as_html(shown: dict[str, Any]) -> str:
    """The picture of `as_json`'s answer, with its sound: the page's own modules and style in one file."""
    static = files("viva.server") / "static"
    scripts = [(static / module).read_text(encoding="utf-8") for module in MODULES]
    code = "\n".join(re.sub(r"^export ", "", script, flags=re.MULTILINE) for script in scripts)
    style = (static / "style.css").read_text(encoding="utf-8")
    # The text of a prompt must not end the script that it stands in.
    data = json.dumps(shown, ensure_ascii=False).replace("<", "\\u003c")
    title = escape(f"{shown['bot']}: {shown['prompt'] or shown['text'][:40]}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main class="say-alone"><h1>{title}</h1><div id="said"></div></main>
<script type="module">
{code}
showSaid(document.getElementById("said"), {data}, new Player());
</script>
</body>
</html>
"""

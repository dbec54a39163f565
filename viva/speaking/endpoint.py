"""A speech endpoint that speaks the protocol of OpenAI's `POST /v1/audio/speech`: hosted, or one's own."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from viva.errors import VivaError
from viva.speaking.endpoint_audio import Decoder
from viva.speaking.engine import Chunk, Feature, Voice
from viva.speaking.script import Piece

RATE = 24_000
"""Of its `pcm`: 16 bits, mono, little-endian."""
LONGEST = 4096
"""Characters of `input`, as the protocol has it."""
_READ = 4096
"""Bytes that are asked for at once, at most: 85 ms. What has come is given at once all the same."""
_AGAIN_S = 0.1
"""After a connection was refused: a server that restarts is back soon."""
_HINTS = {
    400: "check `model` and `voice` in the bot's file",
    401: "check the key in the environment variable that the bot's file names",
    403: "check the key in the environment variable that the bot's file names",
    404: "check `url` and `model` in the bot's file; the path /audio/speech is added to `url`",
    429: "the endpoint limits requests: ask for more of them there, or fewer here",
}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes to no other address than the one in the bot's file."""

    def redirect_request(self, *_: Any) -> None:
        return None


class EndpointSynthesizer:
    """A `Synthesizer`. Each sentence is a request of its own; proxies of the environment are used."""

    rate = RATE

    def __init__(self, url: str, model: str, key: str = "", *, speed: bool = False, timeout_s: float = 10.0):
        """`url`: as far as the version, e.g. `https://speech.example.org/v1`. `key`: itself; '' none.
        `speed`: the endpoint follows that field. `timeout_s`: of waiting for the network once."""
        self.does: frozenset[Feature] = frozenset(("rate",)) if speed else frozenset()
        self._url = url.rstrip("/") + "/audio/speech"
        self.identity = f"endpoint {self._url} {model} {speed}"
        self._where = urlsplit(url).netloc.rpartition("@")[2]
        self._model = model
        self._key = key
        self._timeout_s = timeout_s
        self._opener = urllib.request.build_opener(_NoRedirect)

    def stream(self, pieces: tuple[Piece, ...], voice: Voice) -> Generator[Chunk, None, None]:
        """Speak one piece; audio as it comes.

        Raises:
            VivaError: the text is longer than `LONGEST`; the endpoint cannot be reached, refuses, answers
                with something else than audio, or breaks off. Never with the key in it.
        """
        (piece,) = pieces
        text = piece.say or piece.text
        if not any(c.isalnum() for c in text):
            return
        if len(text) > LONGEST:
            raise VivaError(f"{len(text)} characters to speak at once; an endpoint takes at most {LONGEST}")
        spoken = False
        with closing(self._ask(text, piece, voice)) as response:
            decoder = Decoder(RATE, response.headers.get("Content-Type", ""))
            for data in self._read(response):
                samples = decoder.push(data)
                if len(samples):
                    spoken = True
                    yield Chunk(samples)
            samples = decoder.flush()
        if len(samples):
            yield Chunk(samples)
        elif not spoken:
            raise VivaError(f"the speech endpoint {self._where} answered without any audio")

    def _ask(self, text: str, piece: Piece, voice: Voice) -> http.client.HTTPResponse:
        body: dict[str, Any] = {
            "model": self._model,
            "input": text,
            "voice": voice.name,
            "response_format": "pcm",
        }
        speed = voice.manner.then(piece.prosody).rate
        if "rate" in self.does and speed != 1:
            body["speed"] = min(max(round(speed, 3), 0.25), 4.0)
        headers = {
            "Content-Type": "application/json",
            "Accept": "audio/pcm, audio/wav, application/octet-stream",
        }
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, json.dumps(body).encode(), headers, method="POST")
        try:
            try:
                return self._opened(request)
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError):
                    raise
                time.sleep(_AGAIN_S)
                return self._opened(request)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise VivaError(
                f"the speech endpoint {self._where} cannot be reached: {self._without_key(str(reason))}",
                hint="check `url` in the bot's file, and the network of this machine",
            ) from None

    def _opened(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        response = self._opener.open(request, timeout=self._timeout_s)
        assert isinstance(response, http.client.HTTPResponse)
        return response

    def _read(self, response: http.client.HTTPResponse) -> Generator[bytes, None, None]:
        try:
            while data := response.read1(_READ):
                yield data
        except (OSError, http.client.HTTPException) as error:
            what = "fell silent" if isinstance(error, TimeoutError) else "broke off"
            raise VivaError(f"the speech endpoint {self._where} {what} in the middle of a sentence") from None
        if response.length:  # of a stated length, what is left: read1 ends without a word
            raise VivaError(f"the speech endpoint {self._where} broke off in the middle of a sentence")

    def _refused(self, error: urllib.error.HTTPError) -> VivaError:
        # What it says of a key may show a part of it.
        said = "" if error.code in (401, 403) else self._without_key(_message(error.read(2000)))
        message = f"the speech endpoint {self._where} answered {error.code} ({error.reason})"
        return VivaError(f"{message}: {said}" if said else message, hint=_HINTS.get(error.code, ""))

    def _without_key(self, text: str) -> str:
        return text.replace(self._key, "***") if self._key else text


def _message(body: bytes) -> str:
    """The endpoint's own words, of the protocol's `{"error": {"message": ...}}` or something like it."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    found = found.get("error", found) if isinstance(found, dict) else found
    found = found.get("message", found.get("detail", "")) if isinstance(found, dict) else found
    return " ".join(str(found).split())[:200] if isinstance(found, str) else ""

"""The bytes of a speech endpoint as samples: raw PCM or WAV, however they are cut."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from viva.audio.pcm import to_float
from viva.audio.resample import resample
from viva.errors import VivaError

_OTHERS = {b"ID3": "MP3", b"OggS": "Ogg", b"fLaC": "FLAC"}
_NO_SAMPLES = (
    "text/",
    "application/json",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/aac",
    "audio/flac",
)
_HEADER = 12
"""Bytes of a WAV file before its first part."""
_LONGEST_HEADER = 65_536
_UNKNOWN = 0x7FFF_0000
_EMPTY: NDArray[np.float32] = np.zeros(0, np.float32)


class Decoder:
    """Samples at `rate`: as they come where the endpoint has it too, else in one piece at the end."""

    def __init__(self, rate: int, content_type: str) -> None:
        """`content_type`: of the answer; '' unknown.

        Raises:
            VivaError: it is no sound, or packed.
        """
        kind = content_type.partition(";")[0].strip().lower()
        if kind.startswith(_NO_SAMPLES):
            raise VivaError(f"the speech endpoint answered with {kind}, expected audio/pcm or audio/wav")
        stated = re.search(r"rate=(\d+)", content_type)
        self._rate = rate
        self._source_rate = int(stated[1]) if stated else rate
        self._header: bytes | None = b""
        """What was read of the beginning, until it is known what comes; None from there on."""
        self._rest = b""
        self._left: int | None = None
        """Bytes of samples to come, where a WAV file states it."""
        self._kept: list[NDArray[np.float32]] = []
        """At another rate: resampling wants all of it."""

    def push(self, data: bytes) -> NDArray[np.float32]:
        """float32 [n], n may be 0.

        Raises:
            VivaError: a format that is none of the two.
        """
        if self._header is not None:
            self._header += data
            begun = self._begin(self._header)
            if begun is None:
                return _EMPTY
            data, self._header = begun, None
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        data = self._rest + data
        whole = len(data) // 2 * 2
        self._rest = data[whole:]
        samples = to_float(data[:whole])
        if self._source_rate == self._rate:
            return samples
        self._kept.append(samples)
        return _EMPTY

    def flush(self) -> NDArray[np.float32]:
        """The sound is over: what was kept back."""
        if not self._kept:
            return _EMPTY
        return resample(np.concatenate(self._kept), self._source_rate, self._rate)

    def _begin(self, header: bytes) -> bytes | None:
        """The samples behind the header; None where more must be read to know."""
        if len(header) < _HEADER:
            return None
        for magic, name in _OTHERS.items():
            if header.startswith(magic):
                raise VivaError(f"the speech endpoint answered with {name}, expected pcm or wav")
        if not header.startswith(b"RIFF"):
            return header
        at = _HEADER
        while at + 8 <= len(header):
            part, size = header[at : at + 4], int.from_bytes(header[at + 4 : at + 8], "little")
            if part == b"data":
                # A file that is written while it is sent states 0 or the most there can be.
                self._left = size if 0 < size < _UNKNOWN else None
                return header[at + 8 :]
            if part == b"fmt " and at + 24 <= len(header):
                self._format(header[at + 8 : at + 24])
            at += 8 + size + size % 2
        if at > _LONGEST_HEADER:
            raise VivaError("the speech endpoint answered with a WAV file without samples")
        return None

    def _format(self, stated: bytes) -> None:
        codec, channels, bits = (int.from_bytes(stated[at : at + 2], "little") for at in (0, 2, 14))
        self._source_rate = int.from_bytes(stated[4:8], "little")
        # 0xFFFE: the extensible form, of which only 16-bit PCM has 16 bits.
        if (
            codec not in (1, 0xFFFE)
            or channels != 1
            or bits != 16
            or not 4000 <= self._source_rate <= 192_000
        ):
            raise VivaError(
                f"the speech endpoint answered with WAV of {channels} channels, {bits} bits, codec {codec}, "
                f"{self._source_rate} Hz; expected 16-bit PCM, mono"
            )

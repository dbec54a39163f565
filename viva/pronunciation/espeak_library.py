"""eSpeak NG's C library by ctypes: the few calls that VIVA needs, with its one global state.

The library keeps one voice and one synthesis per process, so every call holds one lock. Names and
numbers are those of `speak_lib.h` of eSpeak NG 1.52.
"""

from __future__ import annotations

import ctypes as c
import threading
from dataclasses import dataclass
from functools import cache

from viva.errors import VivaError

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when all audio has been given
_DONT_EXIT = 0x8000  # report a bad data folder instead of ending the process
_BUFFER_MS = 60
_CHARS_UTF8 = 1  # without the flags for SSML (0x10) and [[phonemes]] (0x100)
_POSITION_CHARACTER = 1
_WORD = 1
_RATE, _PITCH = 1, 3
_IPA = 2  # of espeak_TextToPhonemes: names in the phonetic alphabet, ...
_APART = ord("_") << 8  # ... a `_` between two of a word

_Callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.c_void_p)


class _Event(c.Structure):
    _fields_ = [
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", c.c_char * 8),
    ]


class _Voice(c.Structure):
    _fields_ = [
        ("name", c.c_char_p),
        ("languages", c.c_void_p),
        ("identifier", c.c_char_p),
        ("gender", c.c_ubyte),
        ("age", c.c_ubyte),
        ("variant", c.c_ubyte),
        ("xx1", c.c_ubyte),
        ("score", c.c_int),
        ("spare", c.c_void_p),
    ]


@dataclass(frozen=True, slots=True)
class ListedVoice:
    name: str
    """`English (Great Britain)`"""
    languages: tuple[str, ...]
    """The main one first: `("en-gb", "en")`."""
    identifier: str
    """Its file, by which it is chosen without doubt: `gmw/en`; `!v/f3` for a variant."""


@dataclass(frozen=True, slots=True)
class Spoken:
    samples: bytes
    """int16, native order, mono, at `Library.rate`."""
    words: tuple[tuple[int, int], ...]
    """(character offset, ms) of each thing that eSpeak took for a word."""


class Library:
    """One per process: `library()`. Safe to call from any thread."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._lib = c.CDLL(espeakng_loader.get_library_path())
        except (ImportError, OSError) as error:
            raise VivaError(
                f"the synthesizer eSpeak NG cannot be loaded: {error}",
                hint="install it again: pip install --force-reinstall espeakng-loader",
            ) from error
        self._lib.espeak_ListVoices.restype = c.POINTER(c.POINTER(_Voice))
        self._lib.espeak_TextToPhonemes.restype = c.c_char_p
        self._lib.espeak_TextToPhonemes.argtypes = [c.POINTER(c.c_void_p), c.c_int, c.c_int]
        data = espeakng_loader.get_data_path()
        self.rate: int = self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, data.encode(), _DONT_EXIT)
        if self.rate <= 0:
            raise VivaError(
                f"eSpeak NG cannot read its data in {data}",
                hint="install it again: pip install --force-reinstall espeakng-loader",
            )
        self._audio = bytearray()
        self._words: list[tuple[int, int]] = []
        self._callback = _Callback(self._take)  # kept: the library calls it for as long as it lives
        self._lib.espeak_SetSynthCallback(self._callback)
        self._lock = threading.Lock()
        self._voice = ""
        """Identifier of the voice that is set; '' where it is not known."""
        self._prosody: tuple[int, int] | None = None
        """Its rate and pitch; None where they are the voice's own."""
        self.voices = self._list(None)
        self.variants = self._list(b"variant")

    def speak(self, text: str, identifier: str, rate: int, pitch: int) -> Spoken:
        """Blocking. `identifier` as in `ListedVoice`, with `+VARIANT` if wanted; `text` without NUL."""
        data = text.encode("utf-8", "replace")
        with self._lock:
            self._choose(identifier, rate, pitch)
            self._audio, self._words = bytearray(), []
            status = self._lib.espeak_Synth(
                data, c.c_size_t(len(data) + 1), 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None
            )
            if status != 0:
                raise RuntimeError(f"espeak_Synth failed with status {status} for {len(text)} characters")
            return Spoken(bytes(self._audio), tuple(self._words))

    def phonemes(self, text: str, identifier: str) -> str:
        """How the voice says `text`: `d_ˈɑː_k ɹ_ˈəʊ_s_t`, as `ipa.py` reads it. A line for each clause.

        Nothing is synthesized. Whatever voice was set before, `speak` sets its own.
        """
        data = text.encode("utf-8", "replace").replace(b"\0", b" ")
        buffer = c.create_string_buffer(data)
        rest = c.c_void_p(c.addressof(buffer))
        clauses: list[str] = []
        with self._lock:
            self._choose_voice(identifier)
            while rest.value:
                clause = self._lib.espeak_TextToPhonemes(c.byref(rest), _CHARS_UTF8, _IPA | _APART)
                clauses.append((clause or b"").decode("utf-8", "replace"))
        return "\n".join(clauses)

    def _choose(self, identifier: str, rate: int, pitch: int) -> None:
        self._choose_voice(identifier)
        if self._prosody != (rate, pitch):
            self._lib.espeak_SetParameter(_RATE, rate, 0)
            self._lib.espeak_SetParameter(_PITCH, pitch, 0)
            self._prosody = (rate, pitch)

    def _choose_voice(self, identifier: str) -> None:
        if self._voice == identifier:
            return
        status = self._lib.espeak_SetVoiceByName(identifier.encode())
        self._voice, self._prosody = "", None
        if status != 0:
            raise RuntimeError(f"espeak_SetVoiceByName failed with status {status} for {identifier}")
        self._voice = identifier

    def _take(self, samples: object, count: int, events: int) -> int:
        """Called by the library, within `speak`, with each piece of audio and its events."""
        if samples and count > 0:
            self._audio += c.string_at(samples, 2 * count)  # type: ignore[arg-type]  # a pointer
        size = c.sizeof(_Event)
        event = _Event.from_address(events)
        while event.type != 0:
            if event.type == _WORD:
                self._words.append((event.text_position - 1, event.audio_position))
            events += size
            event = _Event.from_address(events)
        return 0

    def _list(self, kind: bytes | None) -> tuple[ListedVoice, ...]:
        wanted = None
        if kind is not None:
            buffer = c.create_string_buffer(kind)
            wanted = c.byref(_Voice(languages=c.cast(buffer, c.c_void_p)))
        listed = self._lib.espeak_ListVoices(wanted)
        voices: list[ListedVoice] = []
        for index in range(10_000):
            if not listed[index]:
                break
            voice = listed[index].contents
            voices.append(
                ListedVoice(
                    (voice.name or b"").decode("utf-8", "replace"),
                    _languages(voice.languages),
                    (voice.identifier or b"").decode("utf-8", "replace"),
                )
            )
        return tuple(voices)


def _languages(address: int | None) -> tuple[str, ...]:
    """The library's list: a byte of priority, a name that ends with 0, and so on until a 0."""
    names: list[str] = []
    while address and c.c_ubyte.from_address(address).value:
        name = c.string_at(address + 1)
        names.append(name.decode("utf-8", "replace"))
        address += len(name) + 2
    return tuple(names)


@cache
def _library() -> Library:
    return Library()


_first = threading.Lock()


def library() -> Library:
    """The library, loaded at the first call. `VivaError` where it cannot be."""
    with _first:
        return _library()

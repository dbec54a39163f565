"""eSpeak NG's C library by ctypes: the few calls that VIVA needs, with its one global state.

The library keeps one voice and one synthesis, so every call holds one lock. A copy of its file is a library
of its own: that is how one process speaks several sentences at the same time. Names and numbers are those of
`speak_lib.h` of eSpeak NG 1.52.
"""

from __future__ import annotations

import _ctypes
import ctypes as c
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from viva.errors import VivaError

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when all audio has been given
_DONT_EXIT = 0x8000  # report a bad data folder instead of ending the process
_BUFFER_MS = 60
_CHARS_UTF8 = 1  # without the flag for SSML (0x10): what it can do, embedded commands do
_PHONEMES = 0x100  # [[h@l'oU]] is read as eSpeak's own phonemes
_POSITION_CHARACTER = 1
_WORD = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_IPA = 2  # of espeak_TextToPhonemes: names in the phonetic alphabet, ...
_APART = ord("_") << 8  # ... a `_` between two of a word

_SEED = 1

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
class Manner:
    """How eSpeak NG is told to speak, in its own numbers."""

    rate: int
    """Words per minute, 80..450."""
    pitch: int
    """0..99; 50 is the voice's own."""
    range: int = 50
    """How far the pitch moves, 0..99; 50 is the voice's own."""


Take = Callable[[bytes, list[tuple[int, int]]], bool]
"""Is given the next 60 ms of audio (int16, native order, mono, at `Library.rate`) and what eSpeak took for
words that begin in it, as (character offset, ms from the start); says whether to go on."""


@cache
def binding() -> tuple[Path, Path]:
    """The library's file and the folder of its data.

    Raises:
        VivaError: eSpeak NG is not installed.
    """
    try:
        import espeakng_loader

        return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    except (ImportError, OSError) as error:
        raise _missing(error) from error


def _missing(error: Exception) -> VivaError:
    return VivaError(
        f"the synthesizer eSpeak NG cannot be loaded: {error}",
        hint="install it again: pip install --force-reinstall espeakng-loader",
    )


def load(*, copied: bool = False) -> c.CDLL:
    """The library; `copied`: as one more, with a state of its own. Raises VivaError where it cannot be."""
    file, _ = binding()
    try:
        if not copied:
            return c.CDLL(str(file))
        with tempfile.TemporaryDirectory(prefix="viva-espeak-") as folder:
            # Loaders tell libraries apart by their file; one that is loaded needs its file no longer.
            return c.CDLL(str(shutil.copy(file, folder)))
    except OSError as error:
        raise _missing(error) from error


class Library:
    """eSpeak NG with one voice at a time. Safe to call from any thread, which then may wait for another."""

    def __init__(self, *, copied: bool = False) -> None:
        """`copied`: beside the others of this process; takes 1 ms and 1.4 MB. Else `library()` is meant."""
        _, data = binding()
        self._lib = load(copied=copied)
        self._lib.espeak_ListVoices.restype = c.POINTER(c.POINTER(_Voice))
        self._lib.espeak_TextToPhonemes.restype = c.c_char_p
        self._lib.espeak_TextToPhonemes.argtypes = [c.POINTER(c.c_void_p), c.c_int, c.c_int]
        self.rate: int = self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(data).encode(), _DONT_EXIT)
        if self.rate <= 0:
            raise VivaError(
                f"eSpeak NG cannot read its data in {data}",
                hint="install it again: pip install --force-reinstall espeakng-loader",
            )
        self._take: Take = _refuse
        self._raised: BaseException | None = None
        self._callback = _Callback(self._given)  # kept: the library calls it for as long as it lives
        self._lib.espeak_SetSynthCallback(self._callback)
        self._lock = threading.Lock()
        self._voice = ""
        """Identifier of the voice that is set; '' where it is not known."""

    def seed(self) -> None:
        """Begin the noise of breath anew; a copy begins it by the clock. Klatt's voices use the process's."""
        self._lib.espeak_ng_SetRandSeed(c.c_long(_SEED))
        c.CDLL(None).srand(_SEED)

    def close(self) -> None:
        """Give a copy's memory back; nothing of it may be used any more."""
        self._lib.espeak_Terminate()
        _ctypes.dlclose(self._lib._handle)  # ctypes itself keeps every library for ever

    @cached_property
    def voices(self) -> tuple[ListedVoice, ...]:
        return self._list(None)

    @cached_property
    def variants(self) -> tuple[ListedVoice, ...]:
        return self._list(b"variant")

    def speak(self, text: str, identifier: str, manner: Manner, take: Take) -> None:
        """Give the audio to `take`, piece by piece, until all is said or it says no. Blocking.

        text: without NUL; `[[...]]` are phonemes, and a control character \\x01 begins a command.
        identifier: as in `ListedVoice`, with `+VARIANT` if wanted.

        Raises what `take` raises.
        """
        data = text.encode("utf-8", "replace")
        with self._lock:
            self._choose_voice(identifier)
            for parameter, value in ((_RATE, manner.rate), (_PITCH, manner.pitch), (_RANGE, manner.range)):
                self._lib.espeak_SetParameter(parameter, value, 0)
            self._take, self._raised = take, None
            flags = _CHARS_UTF8 | _PHONEMES
            status = self._lib.espeak_Synth(
                data, c.c_size_t(len(data) + 1), 0, _POSITION_CHARACTER, 0, flags, None, None
            )
            raised, self._take = self._raised, _refuse
        if raised is not None:
            raise raised
        if status != 0:
            raise RuntimeError(f"espeak_Synth failed with status {status} for {len(text)} characters")

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

    def _choose_voice(self, identifier: str) -> None:
        if self._voice == identifier:
            return
        status = self._lib.espeak_SetVoiceByName(identifier.encode())
        self._voice = ""
        if status != 0:
            raise RuntimeError(f"espeak_SetVoiceByName failed with status {status} for {identifier}")
        self._voice = identifier

    def _given(self, samples: object, count: int, events: int) -> int:
        """Called by the library, within `speak`, with each piece of audio and its events."""
        words: list[tuple[int, int]] = []
        size = c.sizeof(_Event)
        event = _Event.from_address(events)
        while event.type != 0:
            if event.type == _WORD:
                words.append((event.text_position - 1, event.audio_position))
            events += size
            event = _Event.from_address(events)
        audio = c.string_at(samples, 2 * count) if samples and count > 0 else b""  # type: ignore[arg-type]
        try:
            return 0 if self._take(audio, words) else 1
        except BaseException as error:  # noqa: BLE001  # C lies between here and who called `speak`
            self._raised = error
            return 1

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


def _refuse(_: bytes, __: list[tuple[int, int]]) -> bool:
    """Takes what comes when nobody speaks: nothing."""
    return False


@cache
def _library() -> Library:
    return Library()


_first = threading.Lock()


def library() -> Library:
    """The one of this process, loaded at the first call. `VivaError` where it cannot be."""
    with _first:
        return _library()

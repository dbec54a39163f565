"""Which of eSpeak NG's voices is meant: by the name in a bot file, or by a language."""

from __future__ import annotations

import difflib

from viva.errors import VivaError
from viva.pronunciation.espeak_library import Library, ListedVoice


def find_voice(engine: Library, name: str) -> str:
    """eSpeak NG's identifier of a voice, by language, name or file, with or without `+VARIANT`.

    Raises:
        VivaError: there is no such voice or variant; names the nearest.
    """
    wanted, _, variant = name.strip().lower().partition("+")
    known: dict[str, str] = {}
    for voice in engine.voices:
        for alias in (voice.languages[0] if voice.languages else "", voice.name, voice.identifier):
            known.setdefault(alias.lower(), voice.identifier)
    known.pop("", None)
    variants = {
        v.identifier.partition("/")[2].lower(): v.identifier.partition("/")[2] for v in engine.variants
    }
    if wanted not in known:
        raise _unknown("voice", name, wanted, known)
    if variant and variant not in variants:
        raise _unknown("variant", name, variant, variants)
    return known[wanted] + (f"+{variants[variant]}" if variant else "")


def _unknown(kind: str, name: str, wanted: str, known: dict[str, str]) -> VivaError:
    codes = [code for code in known if "/" not in code and "(" not in code]
    near = difflib.get_close_matches(wanted, codes, 3, 0.5)
    near += [code for code in codes if code[:2] == wanted[:2] and code not in near][:5]
    shown = ", ".join(near[:6] or codes[:6])
    return VivaError(f"eSpeak NG has no {kind} {wanted!r} (in {name!r})", hint=f"near it: {shown}")


def voice_of_language(engine: Library, code: str) -> str:
    """The identifier of the voice that reads a language, by its BCP 47 code: `en-IN`, else `en`.

    Raises:
        VivaError: no voice reads it; names those near it.
    """
    wanted = code.strip().lower().replace("_", "-")
    while wanted:
        for named in (_file, _first, _any):
            for voice in engine.voices:
                if wanted in named(voice):
                    return voice.identifier
        wanted = wanted.rpartition("-")[0]
    known = {name.lower(): voice.identifier for voice in engine.voices for name in voice.languages}
    raise _unknown("voice for the language", code, code.lower(), known)


def _file(voice: ListedVoice) -> tuple[str, ...]:
    """`gmw/en` is the English one among all that list `en`."""
    return (voice.identifier.rpartition("/")[2].lower(),)


def _first(voice: ListedVoice) -> tuple[str, ...]:
    return tuple(name.lower() for name in voice.languages[:1])


def _any(voice: ListedVoice) -> tuple[str, ...]:
    return tuple(name.lower() for name in voice.languages)

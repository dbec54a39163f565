"""Written text as it is said: "Open 9:30-17:00, $12.50" in words. Pure and deterministic.

Text that is words already comes back as it is. Markup is the caller's business: what is handed in is the
text between tags and places.
"""

from __future__ import annotations

import re
import unicodedata

from viva.speaking.language import sayings
from viva.speaking.patterns import patterns
from viva.speaking.transliterate import in_script_of
from viva.speaking.written import Written, ends_sentence

LONGEST = 5000
"""Characters of one text that are read; the rest is left out."""


def normalise(text: str, language: str = "en", now: str = "") -> str:
    """`text` in words: "3 kg" -> "three kilograms". Never raises.

    `now`: the caller's local time, ISO 8601, with which a date may become "tomorrow"; '' unknown.
    Emoji and other pictures are left out; letters of another script are written in the language's own where
    their sounds are known (`transliterate.py`), and left out where not.
    """
    words = sayings(language)
    text = in_script_of(language, _ascii_digits(text[:LONGEST]))
    found = patterns(language)
    written = Written(words, language, now)

    def said(match: re.Match[str]) -> str:
        name = match.lastgroup or ""
        again = found.each[name].match(text, match.start())
        if again is None:  # a lookbehind saw the text's begin
            return match[0]
        # "at 9 a.m. We": the full stop of a time or a unit ends the sentence too
        stop = "." if name not in _OWN_STOP and match[0].endswith(".") and ends_sentence(match) else ""
        return str(getattr(written, name)(again)) + stop

    spoken = found.scan.sub(said, text)
    return spoken if spoken == text else re.sub(" {2,}", " ", spoken)


_OWN_STOP = ("closing", "initials", "title", "numbered", "sign", "dropped")


def _ascii_digits(text: str) -> str:
    """NFC, with the digits of any script as 0 to 9."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)

"""Postal addresses: "221B Baker St, NW1 6XE" -> "two two one B Baker Street, N W one, six X E". Pure."""

from __future__ import annotations

import re

from viva.speaking.amounts import say_each, say_whole
from viva.speaking.dictated import say_sign
from viva.speaking.language import Sayings, sayings
from viva.speaking.normalise import normalise
from viva.speaking.patterns import BEGIN, END

_NUMBER_BY_DIGITS = 3
"""House numbers of so many digits are said digit by digit: "two two one", but "forty-two"."""
_POSTCODE = re.compile(
    rf"{BEGIN}[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}{END}|{BEGIN}[A-Z]\d[A-Z] ?\d[A-Z]\d{END}"
)
"""Of Great Britain and of Canada: two parts."""
_SIGNS = re.compile(rf"{BEGIN}(?=[A-Za-z]*\d)[A-Za-z\d]+{END}")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)


def say_address(text: str, language: str) -> str:
    """House numbers, postcodes by their signs with a pause between their parts, short words in full."""
    words = sayings(language)
    text = _expanded(text, words)
    text = _POSTCODE.sub(lambda found: _postcode(found[0], words), text)
    text = _SIGNS.sub(lambda found: _house_number(found[0], words), text)
    return normalise(text, language)


def _postcode(text: str, words: Sayings) -> str:
    outward, inward = text[:-3].rstrip(), text[-3:]
    comma = words.listing["comma"]
    return comma.join(" ".join(say_sign(sign, words) for sign in part) for part in (outward, inward))


def _expanded(text: str, words: Sayings) -> str:
    """Short words in full: those before a number, and street, road, north and the like.

    "St" before a name is left to the normaliser, as a saint may be meant.
    """
    short = words.abbreviations
    closing = {key.rstrip("."): said for key, said in short.closing.items()}
    before, behind, anywhere = (
        "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True)) or "(?!)"
        for keys in (short.numbered, closing, short.address)
    )
    text = re.sub(
        rf"{BEGIN}(?:{before})\s?(?=\d)", lambda found: f"{short.numbered[found[0].strip()]} ", text
    )
    text = re.sub(rf"(?<=[\w.] )({behind})\.?(?=\s*(?:,|$|\n|\d))", lambda found: closing[found[1]], text)
    return re.sub(
        rf"{BEGIN}(?<!\.)({anywhere})(?:\.(?!\w\.)|{END})", lambda found: short.address[found[1]], text
    )


def _house_number(text: str, words: Sayings) -> str:
    if _ORDINAL.fullmatch(text):
        return text
    pieces = re.findall(r"\d+|[A-Za-z]+", text)
    said = []
    for piece in pieces:
        if not piece.isdecimal():
            said.append(
                " ".join(say_sign(sign, words) for sign in piece)
                if piece.isupper() or len(piece) == 1
                else piece
            )
        elif len(piece) >= _NUMBER_BY_DIGITS or piece.startswith("0"):
            said.append(say_each(piece, words))
        else:
            said.append(say_whole(int(piece), words))
    return " ".join(said)

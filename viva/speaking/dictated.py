"""What is said sign by sign: phone numbers, codes, spelled words, e-mail and web addresses. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from viva.speaking.amounts import say_each
from viva.speaking.language import Sayings

PHONE = re.compile(r"\+?\d(?:[\d\s().-]*\d)?(?:;ext=\d+)?")

# Country calling codes by their length (ITU-T E.164); all others have three digits.
_ONE_DIGIT = ("1", "7")
_TWO_DIGITS = re.compile("2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
_NATIONAL = {"1": (3, 3, 4), "33": (1, 2, 2, 2, 2), "44": (4, 3, 3), "91": (5, 5)}
"""Calling code -> the groups in which its numbers are dictated."""

_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")


def say_phone(text: str, words: Sayings) -> str:
    """Digits in groups: "plus nine one, nine eight four five zero, one two three four five".

    The country's code apart, and an extension behind: `;ext=42` as in RFC 3966. Groups that the text
    has are kept.
    """
    number, _, extension = text.partition(";ext=")
    groups = [group for group in re.split(r"\D+", number) if group]
    if number.strip().startswith("+"):
        if len(groups) == 1:
            code = _calling_code(groups[0])
            national = groups[0][len(code) :]
            groups = [code, *_grouped(national, {sum(s): s for s in [_NATIONAL.get(code, ())]})]
        said = f"{words.spelling['+']} {_joined(groups, words)}"
    else:
        said = say_digits(number, words)
    return words.extension.format(number=said, extension=say_digits(extension, words)) if extension else said


def say_digits(text: str, words: Sayings) -> str:
    """Digit by digit with a pause between groups: `9845012345` -> "nine eight four, five zero one, ...".

    Groups that the text has are kept. Without any: as the language dictates numbers of this length, else
    threes, with a four where one digit would be left over, and eight as four and four.
    """
    groups = [group for group in re.split(r"\D+", text.strip()) if group]
    return _joined(_grouped(groups[0], words.phone_groups) if len(groups) == 1 else groups, words)


def _joined(groups: Iterable[str], words: Sayings) -> str:
    return words.listing["comma"].join(say_each(group, words) for group in groups if group)


def _grouped(digits: str, known: dict[int, tuple[int, ...]]) -> list[str]:
    count = len(digits)
    sizes: Sequence[int] = known.get(count, ())
    if not sizes:
        sizes = [count] if count <= 4 else [4, 4] if count == 8 else _threes(count)
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return groups


def _threes(count: int) -> list[int]:
    threes, rest = divmod(count, 3)
    return [3] * (threes - 1) + [4] if rest == 1 else [3] * threes + [2] * (rest == 2)


def _calling_code(digits: str) -> str:
    size = 1 if digits.startswith(_ONE_DIGIT) else 2 if _TWO_DIGITS.match(digits) else 3
    return digits[:size]


def spell(text: str, words: Sayings) -> str:
    """`BX-204` -> "B, X, dash, two, zero, four"."""
    return words.listing["comma"].join(say_sign(sign, words) for sign in _signs(text))


def spell_as(text: str, words: Sayings) -> str:
    """With a word for each letter: `BX2` -> "B as in Bravo, X as in X-ray, two"."""
    said = []
    for sign in _signs(text):
        letter, word = say_sign(sign, words), words.as_in_words.get(_plain(sign))
        said.append(words.as_in.format(letter=letter, word=word) if word else letter)
    return words.listing["comma"].join(said)


def say_sign(sign: str, words: Sayings) -> str:
    """One sign's name: a digit, a letter in capitals, or as the language calls it."""
    if sign.isdecimal():
        return words.rules.say(int(sign))
    return words.spelling.get(sign) or words.letters.get(_plain(sign)) or sign.upper()


def _plain(sign: str) -> str:
    """A letter in capitals, without its accent."""
    return unicodedata.normalize("NFD", sign.upper())[:1]


def _signs(text: str) -> list[str]:
    """Each sign with the marks that are written on it: a vowel of Devanagari is no sign of its own."""
    signs: list[str] = []
    for one in unicodedata.normalize("NFC", text):
        if signs and unicodedata.category(one).startswith("M"):
            signs[-1] += one
        elif not one.isspace():
            signs.append(one)
    return signs


def say_email(text: str, words: Sayings) -> str:
    """`ada.lovelace@example.com` -> "ada dot lovelace at example dot com"."""
    mailbox, _, host = text.rpartition("@")
    return " ".join((_pieces(mailbox, words), words.spelling["@"], _host(host, words)))


def say_web(text: str, words: Sayings) -> str:
    """`https://www.clinic.example/book` -> "W W W dot clinic dot example slash book"."""
    host, slash, path = _SCHEME.sub("", text).rstrip("/").partition("/")
    return " ".join(part for part in (_host(host, words), _pieces(slash + path, words)) if part)


def _host(text: str, words: Sayings) -> str:
    labels = text.split(".")
    dot = f" {words.spelling['.']} "
    said = [_spelled(label, words) if _is_spelled(label) else _pieces(label, words) for label in labels[:-1]]
    last = labels[-1]
    short = len(last) == 2 and last.lower() not in words.web_words
    return dot.join([*said, _spelled(last, words) if short else _pieces(last, words)])


def _is_spelled(label: str) -> bool:
    """Letters that make no word: www, bbc."""
    return (
        len(label) <= 4
        and label.isascii()
        and label.isalpha()
        and not re.search("[aeiouy]", label, re.IGNORECASE)
    )


def _spelled(text: str, words: Sayings) -> str:
    return " ".join(say_sign(sign, words) for sign in _signs(text))


def _pieces(text: str, words: Sayings) -> str:
    """Words as they are, digits one by one, signs by name."""
    return " ".join(
        piece if len(piece) > 1 or piece.isalpha() else say_sign(piece, words)
        for piece in _LABEL.findall(text)
    )

"""English written differently but spoken alike: contractions, signs, figures, fillers."""

from __future__ import annotations

import re
from collections.abc import Callable

FILLERS = frozenset(["uh", "um", "uhm", "erm", "er", "ah", "hmm", "hm", "mm", "mhm", "mmm"])
CONTRACTIONS = {
    "won't": "will not",
    "can't": "can not",
    "cannot": "can not",
    "shan't": "shall not",
    "let's": "let us",
    "y'all": "you all",
    "ma'am": "madam",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "okay": "ok",
}
ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"))
"""Of words that are not in `CONTRACTIONS`; 's and 'd stand for several things and are kept."""
SIGNS = {"%": " percent ", "&": " and ", "$": " dollars ", "£": " pounds ", "€": " euros ", "@": " at "}

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_AMOUNT = re.compile(r"([$£€])(\d[\d,.]*\d|\d)")
_FIGURES = re.compile(r"\d+|[^\W\d]['\w]*")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def spelled_out(word: str, basic: Callable[[str], str]) -> str:
    """Signs and points become words before `basic` cuts them, the rest after it."""
    text = _AMOUNT.sub(r"\2\1", word)
    text = _POINT.sub(" point ", _GROUPED.sub("", text))
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    out: list[str] = []
    for plain in _ORDINAL.sub(_ordinal, basic(text)).split():
        for part in _FIGURES.findall(plain):
            if part not in FILLERS:
                out.append(number_words(part) if part.isdecimal() else _whole(part))
    return " ".join(out)


def number_words(figures: str) -> str:
    """Figures as they are most often said: below 100 as a number, longer or with a leading 0 one by one."""
    if len(figures) > 2 or (len(figures) == 2 and figures[0] == "0"):
        return " ".join(_ONES[int(one)] for one in figures)
    value = int(figures)
    if value < 20:
        return _ONES[value]
    return _TENS[value // 10] + (f" {_ONES[value % 10]}" if value % 10 else "")


def _whole(word: str) -> str:
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    for ending, full in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending) + full
    return word


def _ordinal(found: re.Match[str]) -> str:
    *before, last = number_words(found[1]).split()
    if last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last = _ORDINALS.get(last, last + "th")
    return " ".join([*before, last])

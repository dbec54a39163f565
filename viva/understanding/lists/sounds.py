"""How words sound, roughly: English spelling to a short string of sound classes.

A small set of spelling rules in the spirit of Metaphone (L. Philips, "Hanging on the Metaphone",
Computer Language 7(12), 1990), but with the vowels kept, as five classes, because the alignment in
`likeness.py` can weigh them lightly instead of losing them. One character per sound:
consonants b C d f g h J k l m n p r R s S t T v w y z (C as in chin, J as in gin, S as in shin,
T as in thin, R an r with no vowel after it, which many speakers leave out), vowels A E I O U.
"""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = "AEIOU"
ALPHABET = "bCdfghJklmnprRsStTvwyzAEIOU"

# Tried in order at each place; `^` and `$` bind to the word's ends. Later rules are more general.
_RULES: tuple[tuple[str, str], ...] = (
    (r"^[kgp](?=n)", ""),
    (r"^wr", "r"),
    (r"^wh(?=o)", "h"),
    (r"wh", "w"),
    (r"^x", "z"),
    (r"^ps", "s"),
    (r"(?<=[aeiouy])ght|(?<=[ou])gh(?=t)", "t"),
    (r"^gh", "g"),
    (r"(?<=[ou])gh$", "f"),
    (r"gh", ""),
    (r"tch", "C"),
    (r"^sch|sch(?=[oe])", "sk"),
    (r"ch(?=[rl])", "k"),
    (r"ch", "C"),
    (r"c?ck", "k"),
    (r"cc(?=[iey])", "C"),
    (r"sc(?=[iey])", "s"),
    (r"[ct]i(?=[aeo]n)|ssi(?=on)", "S"),
    (r"si(?=on)", "z"),
    (r"c(?=[iey])", "s"),
    (r"sh", "S"),
    (r"ph", "f"),
    (r"th", "T"),
    (r"dge?(?=[iey]|$)", "J"),
    (r"ge?(?=[iey])|g(?=[iey])", "J"),
    (r"qu", "kw"),
    (r"que$", "k"),
    (r"x", "ks"),
    (r"mb$", "m"),
    (r"mn$", "m"),
    (r"l(?=[kf]$)", ""),
    (r"(?<=s)t(?=le$)", ""),
    (r"(?<=[^aeiouy])le$", "Ul"),
    (r"(?<=[aeiouy])tte$", "tA"),
    (r"(?<=[a-z]{2})[eoa]r$", "AR"),
    (r"(?<=[a-z]{2})ah?$", "A"),
    (r"(?<=[aeiouy].)e$|(?<=[aeiouy]..)e$", ""),
    (r"tt?ed$", "tId"),
    (r"dd?ed$", "dId"),
    (r"(?<=[aeiouylrmnbgvz])ed$", "d"),
    (r"(?<=[pkfscxh])ed$", "t"),
    (r"igh|eye|uy", "I"),
    (r"eau|oa|ow(?=[ns]?$)|oe$", "O"),
    (r"ou|ow|au|aw", "O"),
    (r"oo|ew|ui|ue", "U"),
    (r"ee|ea|ie|ei|ey", "E"),
    (r"ai|ay", "A"),
    (r"oi|oy", "O"),
    (r"^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "y"),
    (r"y", "E"),
    (r"a", "A"),
    (r"e", "E"),
    (r"i", "I"),
    (r"o", "O"),
    (r"u", "U"),
    (r"w(?=[aeiouy])", "w"),
    (r"w", ""),
    (r"h(?=[aeiouy])", "h"),
    (r"h", ""),
    (r"rr?(?=[^aeiouyr]|$)", "R"),
    (r"c|q|k", "k"),
    (r"[bdfgjlmnprstvz]", "="),
)
_SCANNER = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def sounds(word: str) -> str:
    """The sounds of one normalised word; '' for a word with no Latin letter."""
    out: list[str] = []
    for match in _SCANNER.finditer(word):
        index = match.lastindex
        if index is None:
            continue
        to = _RULES[index - 1][1]
        out.append(match[0].replace("j", "J") if to == "=" else to)
    return _TWICE.sub(r"\1", "".join(out))

"""Which words of what was said a recognizer heard: both sides as they are said aloud, compared by sound."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from viva.speaking.normalise import normalise as as_said
from viva.understanding.normalise import normalise
from viva.understanding.pronouncer import Pronouncer

_FUNCTION = """
a an the this that these those it its i im id ill ive you your youre my me my we us our were he she they
them their is are am was be been being do does did dont doesnt have has had can could cant will would
wont shall should may might must and or but so if than then as at by for from in into of on onto to up
with without out off over not no yes any some all each there theres here what which who when where how
why please just only also very too s t ll re ve d m lets thats
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Words that carry no concept of their own."""


class Words:
    """Of one language. "12" is `twelve`; `four` and `for`, `voice mail` and `voicemail` are the same."""

    def __init__(self, code: str, pronouncer: Pronouncer) -> None:
        """`code`: BCP 47."""
        self._code = code
        self._pronouncer = pronouncer

    def of(self, text: str) -> list[str]:
        """Lower case, numbers and times in words, no punctuation."""
        return list(normalise(as_said(text, self._code)).words)

    def content(self, text: str, without: Sequence[str] = ()) -> list[str]:
        """Those that carry a text's concepts; each of `without` takes one away."""
        words = self.of(text)
        for word in without:
            if word in words:
                words.remove(word)
        return [word for word in words if word not in FUNCTION_WORDS]

    def lost(self, words: Sequence[str], recognized: str) -> list[str]:
        """Those that were not recognized; two that were written as one, or one as two, were."""
        heard = self.of(recognized)
        heard += [one + other for one, other in pairwise(heard)]
        found = []
        for i, word in enumerate(words):
            around = [before + word for before in words[:i][-1:]]
            around += [word + after for after in words[i + 1 :][:1]]
            same = next((one for one in heard if self._same(one, word)), None)
            if same is not None:
                heard.remove(same)
            elif not any(self._same(one, joined) for one in heard for joined in around):
                found.append(word)
        return found

    def has(self, recognized: str, wanted: str) -> bool:
        """Whether the words of `wanted` were recognized in their order, nothing between. Where one word ends
        and the next begins does not count: "to-morrow" is tomorrow."""
        words, heard = self.of(wanted), self.of(recognized)
        spans = ((at, end) for at in range(len(heard)) for end in range(at + 1, len(heard) + 1))
        return any(
            "".join(heard[at:end]) == "".join(words) or self._sounds(heard[at:end]) == self._sounds(words)
            for at, end in spans
            if abs(end - at - len(words)) <= len(words)
        )

    def _same(self, word: str, other: str) -> bool:
        return word == other or self._sounds([word]) == self._sounds([other])

    def _sounds(self, words: Sequence[str]) -> str:
        return "".join("".join(self._pronouncer.phonemes(word)) or word for word in words)

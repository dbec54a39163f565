"""What is left of an utterance that is itself the answer, and patterns over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from viva.understanding.normalise import Text
from viva.understanding.values.dictation import Dictation
from viva.understanding.vocabulary import Vocabulary

MOST_PATTERN_HITS = 8


def without_carriers(text: Text, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """First token and end of what was said after "my name is"; None where nothing is left."""
    words, first = text.words, 0
    again = True
    while again:
        again = False
        for carrier in vocabulary.carriers:
            if words[first : first + len(carrier)] == carrier and first + len(carrier) <= len(words):
                first += len(carrier)
                again = True
                break
    end = len(words)
    while end > first and words[end - 1] in vocabulary.courtesies:
        end -= 1
    if first >= end:
        return None
    return first, end


def pattern_hits(
    pattern: re.Pattern[str], text: Text, dictation: Dictation
) -> Iterator[tuple[str, int, int]]:
    """Value, first token and end of each match, in the normalised text or, where there is none, in the
    text with its dictated letters and digits drawn together: "a b one two" as `ab12`."""
    plain = list(_hits(pattern, [(word, index, index + 1) for index, word in enumerate(text.words)]))
    if plain:
        yield from plain
        return
    drawn = _drawn_together(text.words, dictation)
    if len(drawn) < len(text.words) or any(word != text.words[first] for word, first, _ in drawn):
        yield from _hits(pattern, drawn)


def _hits(pattern: re.Pattern[str], pieces: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    joined = " ".join(word for word, _, _ in pieces)
    count = 0
    for match in pattern.finditer(joined):
        if match.start() == match.end():
            continue
        first = joined.count(" ", 0, match.start())
        last = joined.count(" ", 0, match.end())
        value = match[1] if match.re.groups and match[1] else match[0]
        yield value.strip(), pieces[first][1], pieces[last][2]
        count += 1
        if count == MOST_PATTERN_HITS:
            return


def _drawn_together(words: Sequence[str], dictation: Dictation) -> list[tuple[str, int, int]]:
    runs = {run.first: run for run in dictation.runs(words, asked=False)}
    pieces: list[tuple[str, int, int]] = []
    open_piece = False  # whether the last piece may grow
    at = 0
    while at < len(words):
        run = runs.get(at)
        letter = len(words[at]) == 1 and words[at].isalpha()
        said, end = (run.signs, run.end) if run else (words[at], at + 1)
        if open_piece and (run or letter):
            before, first, _ = pieces[-1]
            pieces[-1] = (before + said, first, end)
        else:
            pieces.append((said, at, end))
        open_piece = bool(run) or letter
        at = end
    return pieces

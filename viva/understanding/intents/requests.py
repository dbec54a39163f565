"""What the caller wants in one utterance: an answer, a request, or both, in their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from viva.understanding.candidate import Candidate
from viva.understanding.expectation import Expectation
from viva.understanding.intents.examples import place
from viva.understanding.intents.likeness import Utterance
from viva.understanding.intents.model import EXACT, IntentModel
from viva.understanding.marks import as_places
from viva.understanding.normalise import Text
from viva.understanding.reading import Intent
from viva.understanding.vocabulary import Vocabulary

_PART_LEAST = 0.6
"""Confidence that each part of an utterance needs to be a request of its own."""
_ANSWER = 0.97
_OPENER = 0.6
"""Of "actually", "hold on", "thanks" before something else."""
_MOST_PARTS = 4
_HEARD_RIGHT = 0.95
"""Confidence of a listed value from which its words are taken as they are."""
_ANSWERS = ("yes", "no")


class Part(NamedTuple):
    first: int
    end: int
    """Token indices."""


class Requests:
    """Finds the intents of an utterance. Shared and stateless."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        model: IntentModel,
        places: frozenset[str],
        lists: frozenset[str],
        least: Callable[[str], float],
    ) -> None:
        """places: entities that the bot's examples have places for; lists: those with listed values;
        least: of each intent, the confidence below which it is refused."""
        self._vocabulary = vocabulary
        self._model = model
        self._places = places
        self._lists = lists
        self._least = least
        self._answer_words = vocabulary.fillers | {
            word for name in _ANSWERS for one in vocabulary.intents[name] for word in one.split()
        }

    def find(self, text: Text, entities: Sequence[Candidate], expects: Expectation) -> tuple[Intent, ...]:
        """The intents, best first; empty: none, or a bare value that answers what was asked."""
        whole = self._core(text, Part(0, len(text.tokens)), entities)
        if whole.first >= whole.end:
            return ()
        answer = self._answer(text.words[whole.first : whole.end], expects)
        if answer:
            return (answer,)
        found: dict[str, float] = {}
        if not self._model.exact(*self._both(text, whole, entities)):
            opener, rest = self._opener(text, whole, entities, expects)
            if opener:
                found[opener.name] = opener.confidence
                whole = rest
        for intent in self._rest(text, whole, entities, expects):
            found[intent.name] = max(found.get(intent.name, 0.0), intent.confidence)
        ranked = sorted(found.items(), key=lambda one: -one[1])
        return tuple(Intent(name, round(confidence, 4)) for name, confidence in ranked)

    def considered(self, text: Text, entities: Sequence[Candidate]) -> list[tuple[Intent, float]]:
        """Intents of the utterance as a whole, best first, taken or not; each with its least confidence."""
        whole = self._core(text, Part(0, len(text.tokens)), entities)
        if whole.first >= whole.end:
            return []
        (ranked,) = self._ranked(text, [whole], entities)
        return [(one, self._least(one.name)) for one in ranked]

    def _rest(
        self, text: Text, part: Part, entities: Sequence[Candidate], expects: Expectation
    ) -> list[Intent]:
        part = self._core(text, part, entities)
        if part.first >= part.end:
            return []
        answer = self._answer(text.words[part.first : part.end], expects)
        if answer:
            return [answer]
        if expects.step and self._bare(text, part, entities):
            return []
        (ranked,) = self._ranked(text, [part], entities)
        best = [one for one in ranked[:1] if one.confidence >= self._least(one.name)]
        if best and best[0].confidence >= EXACT:
            return best
        pieces = [self._core(text, one, entities) for one in self._parts(text, part)]
        parts = self._requests_in(text, pieces, entities)
        names = {one.name for one in parts}
        sure = best[0].confidence if best else 0.0
        if len(names) > 1 and min(one.confidence for one in parts) >= min(_PART_LEAST, sure or 1.0):
            return parts
        if parts and max(one.confidence for one in parts) > sure + 0.1:
            return [max(parts, key=lambda one: one.confidence)]
        return best

    def _requests_in(self, text: Text, parts: Sequence[Part], entities: Sequence[Candidate]) -> list[Intent]:
        """The intent of each part that is a request of its own."""
        own = [one for one in parts if one.first < one.end and not self._bare(text, one, entities)]
        return [
            ranked[0]
            for ranked in self._ranked(text, own, entities)
            if ranked and ranked[0].confidence >= max(_PART_LEAST, self._least(ranked[0].name))
        ]

    def _ranked(self, text: Text, parts: Sequence[Part], entities: Sequence[Candidate]) -> list[list[Intent]]:
        """The model's intents; yes and no only of words that say yes and no: "no sugar" is neither."""
        utterances = []
        for part in parts:
            both = self._both(text, part, entities)
            utterances.append(Utterance(*both, self._meant(text, part, entities)))
        told = [all(word in self._answer_words for word in text.words[one.first : one.end]) for one in parts]
        return [
            [one for one in ranked if sure or one.name not in _ANSWERS or one.confidence >= EXACT]
            for ranked, sure in zip(self._model.rank(utterances), told, strict=True)
        ]

    def _answer(self, words: tuple[str, ...], expects: Expectation) -> Intent | None:
        """Yes or no, where that was asked for."""
        if expects.kind != "yes_no":
            return None
        if words in self._vocabulary.answers_no:
            return Intent("no", _ANSWER)
        if words in self._vocabulary.answers_yes:
            return Intent("yes", _ANSWER)
        return None

    def _opener(
        self, text: Text, whole: Part, entities: Sequence[Candidate], expects: Expectation
    ) -> tuple[Intent | None, Part]:
        """ "Yes" or "no" or the like at the front with something after it, and that."""
        words = text.words
        best: tuple[int, str] | None = None
        for name, phrases in self._vocabulary.openers.items():
            for phrase in phrases:
                if best and len(phrase) <= best[0]:
                    break
                if words[whole.first : whole.first + len(phrase)] == phrase:
                    best = (len(phrase), name)
        if best is None:
            return None, whole
        after = whole.first + best[0]
        rest = Part(after, whole.end)
        if after < whole.end and not self._may_follow(text, after, entities, expects):
            return None, whole
        return Intent(best[1], _ANSWER if best[1] in ("yes", "no") else _OPENER), rest

    def _may_follow(
        self, text: Text, after: int, entities: Sequence[Candidate], expects: Expectation
    ) -> bool:
        """ "No, sugar" and "no I want sugar", but not "no sugar"."""
        if expects.kind == "yes_no" or text.breaks_before(after):
            return True
        if text.words[after] in self._vocabulary.clause_starts:
            return True
        return any(
            one.first == after
            and (not isinstance(one.value, str) or one.value[:1].isdecimal() or expects.step)
            for one in entities
        )

    def _bare(self, text: Text, part: Part, entities: Sequence[Candidate]) -> bool:
        """Whether it is values and words that carry them, no more."""
        inside = [one for one in entities if one.first < part.end and one.end > part.first]
        covered = {at for one in inside for at in range(one.first, one.end)}
        left = [text.words[at] for at in range(part.first, part.end) if at not in covered]
        return 0 < len(inside) <= 2 and all(word in self._vocabulary.fillers for word in left)

    def _both(
        self, text: Text, part: Part, entities: Sequence[Candidate]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of a part, and the same with a place for each entity that examples have."""
        words = text.words[part.first : part.end]
        out: list[str] = []
        at = part.first
        for one in entities:
            if one.name in self._places and one.first >= at and one.end <= part.end:
                out.extend(text.words[at : one.first])
                out.append(place(one.name))
                at = one.end
        out.extend(text.words[at : part.end])
        return words, tuple(out)

    def _meant(self, text: Text, part: Part, entities: Sequence[Candidate]) -> str:
        """The part as written, but a listed value that was heard nearly right as it is listed.

        "A mocker" is no drink to whoever goes by meaning.
        """
        at, end = text.span(*part)
        pieces = []
        for one in entities:
            start, after = text.span(one.first, one.end)
            near = one.name in self._lists and one.confidence < _HEARD_RIGHT
            if near and at <= start and after <= end:
                pieces += [text.original[at:start], str(one.value)]
                at = after
        return "".join([*pieces, text.original[at:end]])

    def _core(self, text: Text, part: Part, entities: Sequence[Candidate] = ()) -> Part:
        """Without the politeness around it, unless with it it is a phrase, or it is all there is."""
        words, polite = text.words, self._vocabulary.politeness

        def phrase(first: int, end: int) -> bool:
            said = words[first:end]
            if said in self._vocabulary.answers_yes or said in self._vocabulary.answers_no:
                return True
            return self._model.exact(*self._both(text, Part(first, end), entities)) is not None

        first, end = part
        while first < end and words[first] in polite and not phrase(first, end):
            first += 1
        while end > first and words[end - 1] in polite and not phrase(first, end):
            end -= 1
        return Part(first, end) if first < end else part

    def _parts(self, text: Text, part: Part) -> list[Part]:
        """Split where a sentence ends or at words that join two requests."""
        cuts: list[tuple[int, int]] = []
        at = part.first + 1
        while at < part.end:
            length = self._connective(text.words, at)
            if length and at + length < part.end:
                cuts.append((at, at + (1 if length > 1 else length)))
                at += length
            elif text.breaks_before(at) and text.original[text.tokens[at - 1].end] in ".?!;":
                cuts.append((at, at))
            at += 1
        parts: list[Part] = []
        begin = part.first
        for cut, after in cuts[: _MOST_PARTS - 1]:
            parts.append(Part(begin, cut))
            begin = after
        parts.append(Part(begin, part.end))
        return [one for one in parts if one.first < one.end] if cuts else []

    def _connective(self, words: tuple[str, ...], at: int) -> int:
        for phrase in self._vocabulary.connectives:
            if words[at : at + len(phrase)] == phrase:
                return len(phrase)
        return 0


def examples_places(intents: Mapping[str, Sequence[str]], names: Sequence[str]) -> frozenset[str]:
    """Entities that examples have a place for, or mark a value of."""
    examples = [as_places(one) for listed in intents.values() for one in listed]
    return frozenset(name for name in names if any(place(name) in one for one in examples))

"""What a bot's tagger of free values is trained on: its own examples, if any marks a value."""

from __future__ import annotations

from collections.abc import Sequence

from viva.understanding.engine import Language
from viva.understanding.intents.examples import filled
from viva.understanding.marks import Marked, marked_entities, read_marks
from viva.understanding.vocabulary import Vocabulary


def marked_examples(language: Language, vocabulary: Vocabulary) -> tuple[Marked, ...]:
    """Each example once, with values in its places; empty where no example marks a value.

    Those without a mark teach where no value stands; of the built-in intents' no more are taken than
    there are examples with marks, or the few values would drown among them.
    """
    own = [one for listed in language.intents.values() for one in listed]
    if not marked_entities(own):
        return ()
    texts = [
        text
        for one in (*own, *language.outside)
        for text in filled(one, language.entities, vocabulary.samples)
    ]
    read = [read_marks(text) for text in texts]
    built_in = [Marked(one, ()) for listed in vocabulary.intents.values() for one in listed]
    return tuple(dict.fromkeys([*read, *_thinned(built_in, sum(bool(one.spans) for one in read))]))


def _thinned(examples: Sequence[Marked], most: int) -> list[Marked]:
    """At most so many, evenly taken."""
    step = max(1.0, len(examples) / max(most, 1))
    return [examples[int(at * step)] for at in range(min(most, len(examples)))]

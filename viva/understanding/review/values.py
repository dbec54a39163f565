"""Listed values that no caller can say, or none can tell apart by ear."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from viva.understanding.engine import EntitySpec, Language
from viva.understanding.lists.articulation import segments
from viva.understanding.lists.lexicon import Form, compile_lexicon
from viva.understanding.normalise import words_of
from viva.understanding.pronouncer import Pronouncer
from viva.understanding.review.finding import Finding, Place
from viva.understanding.values.numbers import Numbers
from viva.understanding.vocabulary import vocabulary


def wordless(language: Language) -> Iterator[Finding]:
    """Values that have no word in any way to say them: nothing is ever read as one."""
    for spec in _lists(language):
        for value, others in spec.values.items():
            if not any(words_of(said) for said in (value, *others)):
                yield Finding(
                    _place(spec, value),
                    f"the value `{value}` of `{spec.name}` has no word in it: no caller can say it.",
                    f'Write beside it what callers say, as in `"{value}": [their words]`.',
                )


def unsayable(language: Language, pronouncer: Pronouncer) -> Iterator[Finding]:
    """Ways to say a value that the language's voice cannot pronounce: matched when typed, never by ear."""
    for spec in _lists(language):
        for value, others in spec.values.items():
            if not any(words_of(said) for said in (value, *others)):
                continue  # told by `wordless`
            silent = [said for said in (value, *others) if not _is_sayable(said, pronouncer)]
            if len(silent) <= len(others):
                silent = [said for said in silent if said != value]  # its name need not be said
            for said in silent:
                yield Finding(
                    _place(spec, value),
                    f"`{said}` of `{spec.name}` has no pronunciation in the language `{language.code}`:"
                    " it will not be heard.",
                    "Write it as callers say it, in the letters of that language.",
                )


def same_sound(
    language: Language, together: Collection[Collection[str]], pronouncer: Pronouncer
) -> Iterator[Finding]:
    """Values that sound the same, of one entity or of two that may be told at one time.

    `together`: sets of entities that a flow takes at one time.
    """
    numbers = Numbers(vocabulary(language.code))
    by_sound: dict[tuple[int, ...], list[Form]] = {}
    for form in compile_lexicon(language.entities, numbers, pronouncer).forms:
        sounds = tuple(sound for word in form.said.sounds for sound in word)
        before = by_sound.setdefault(sounds, [])
        for one in before if sounds else ():
            if one.entity == form.entity and one.value != form.value:
                where = f"both are values of `{form.entity}`"
            elif one.entity != form.entity and any(
                one.entity in names and form.entity in names for names in together
            ):
                where = f"a flow takes `{one.entity}` and `{form.entity}` at one time"
            else:
                continue
            yield Finding(
                _place(language.entities[form.entity], form.value),
                f"`{' '.join(form.said.words)}` sounds the same as `{' '.join(one.said.words)}`, and {where}:"
                " a caller who says one may get the other.",
                "Use words that the ear can tell apart, or make the two one value.",
                _place(language.entities[one.entity], one.value),
            )
            break
        before.append(form)


def _is_sayable(said: str, pronouncer: Pronouncer) -> bool:
    words = words_of(said)
    return bool(words) and all(
        pronouncer.reads(word) and bool(segments(pronouncer.phonemes(word))) for word in words
    )


def _lists(language: Language) -> Iterator[EntitySpec]:
    yield from (spec for spec in language.entities.values() if spec.kind == "list")


def _place(spec: EntitySpec, value: str) -> Place:
    return ("entities", spec.name, "values", value)

"""The path of an utterance as the terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from viva.cli.explain_turns import pauses_page
from viva.hearing.explained import ExplainedHypothesis
from viva.lab.explain.path import Heard, Path
from viva.lab.explain.why import evidence, intent_refused, not_chosen, shown, value_refused
from viva.understanding.expectation import Expectation
from viva.understanding.explanation import Explanation, ValueConsidered
from viva.understanding.reading import Entity

MOST_REFUSED = 6
"""Values that are shown though they were not taken: the surest."""


def path_page(path: Path) -> RenderableType:
    """All of it, in the order in which it happens."""
    parts: list[RenderableType] = [Text(f"{path.bot} at {path.now}, expecting {_expected(path.expects)}")]
    if path.heard:
        parts += _heard(path.heard, max(path.understood.chosen, 0))
    if path.understood.alternatives:
        parts += [*_readings(path.understood), *_intents(path.understood), *_values(path.understood)]
    return Group(*parts, *_result(path.understood), *_turn_end(path))


def _heard(heard: Heard, chosen: int) -> Iterator[RenderableType]:
    yield from _heading(f"Heard in {heard.audio_ms / 1000:.2f} s of audio")
    if not heard.alternatives:
        yield Text("no words")
        return
    table = _table("", "share", "sound", "bot's language", "text", numbers=4)
    for number, one in enumerate(heard.alternatives, 1):
        found = one.hypothesis
        row = (
            str(number),
            _percent(found.posterior),
            f"{found.log_prob:.2f}",
            f"{one.gain:+.2f}",
            found.text,
        )
        table.add_row(*row)
    yield table
    yield from _heading("Without the bot's language")
    table = _table("", "share", "sound", "text", numbers=3)
    for number, plain in enumerate(heard.plain[:3], 1):
        table.add_row(str(number), _percent(plain.posterior), f"{plain.log_prob:.2f}", plain.text)
    yield table if heard.plain else Text("no words")
    for index in dict.fromkeys((0, chosen)):
        yield from _heading(f"Words of {index + 1}")
        yield _words(heard.alternatives[index])


def _words(one: ExplainedHypothesis) -> Table:
    table = _table("word", "from", "to", "sure", "bot's language", "in it", numbers=0)
    for column in table.columns[1:]:
        column.justify = "right"
    for word, biased in zip(one.hypothesis.words, one.words, strict=True):
        sure, times = _percent(word.confidence), (f"{word.start_ms / 1000:.2f}", f"{word.end_ms / 1000:.2f}")
        table.add_row(word.text, *times, sure, f"{biased.gain:+.2f}", _percent(biased.inside))
    rest = one.gain - sum(word.gain for word in one.words)
    table.add_row("(its end)", "", "", "", f"{rest:+.2f}", "", style="dim")
    return table


def _readings(understood: Explanation) -> Iterator[RenderableType]:
    yield from _heading("Read")
    headings = ("", "score", "heard", "sense", "values", "cover", "unknown", "text", "why not")
    table = _table(*headings, numbers=7)
    for index, one in enumerate(understood.alternatives):
        parts = (one.score.posterior, one.score.sense, one.score.values, one.score.coverage)
        figures = (f"{part:.2f}" for part in (one.score.total, *parts, one.score.unexplained))
        style = "green" if index == understood.chosen else ""
        table.add_row(str(index + 1), *figures, one.text, not_chosen(understood, index), style=style)
    yield table


def _intents(understood: Explanation) -> Iterator[RenderableType]:
    yield from _heading("Intents")
    table = _table("intent", "sure", "taken from", "why not", numbers=0)
    for one in understood.intents:
        style = "green" if one.taken else ""
        row = (one.name, _percent(one.confidence), _percent(one.least), intent_refused(one, understood))
        table.add_row(*row, style=style)
    yield table if understood.intents else Text("none: the utterance is an answer, or without content")


def _values(understood: Explanation) -> Iterator[RenderableType]:
    refused = sorted(
        (one for one in understood.values if one.fate != "taken"), key=lambda one: -one.confidence
    )
    taken = [one for one in understood.values if one.fate == "taken"]
    yield from _heading("Values")
    table = _table("entity", "value", "words", "sure", "alike", "why not", "evidence", numbers=0)
    for one in [*taken, *refused[:MOST_REFUSED]]:
        table.add_row(*_value(one), style="green" if one.fate == "taken" else "")
    yield table if understood.values else Text("none in a list, a grammar or a marked example")
    if len(refused) > MOST_REFUSED:
        yield Text(f"and {len(refused) - MOST_REFUSED} less sure ones", style="dim")


def _value(one: ValueConsidered) -> tuple[str, ...]:
    alike = "" if one.likeness is None else _percent(one.likeness)
    sure = _percent(one.confidence)
    return one.name, shown(one.value), one.text, sure, alike, value_refused(one), evidence(one)


def _result(understood: Explanation) -> Iterator[RenderableType]:
    reading = understood.reading
    yield from _heading("Result")
    if not reading.text:
        yield Text("nothing: no words")
        return
    yield Text(f"{reading.text}  ({_percent(reading.confidence)} sure)", style="bold")
    for intent in reading.intents:
        yield Text(f"intent {intent.name}  {_percent(intent.confidence)}")
    for entity in reading.entities:
        yield Text(f"{entity.name} = {shown(entity.value)}  {_percent(entity.confidence)}  {_origin(entity)}")
    for part in reading.parts:
        yield Text(f"{part.name} begins with {shown(part.value)}")
    if not (reading.intents or reading.entities or reading.parts):
        yield Text("no intent, no value: the bot asks again")


def _origin(entity: Entity) -> str:
    """Where a value comes from."""
    times = ""
    if entity.start_ms is not None and entity.end_ms is not None:
        times = f", {entity.start_ms / 1000:.2f} to {entity.end_ms / 1000:.2f} s"
    others = [str(index + 1) for index in entity.supported_by if index != entity.hypothesis]
    also = f", also in {', '.join(others)}" if others else ""
    return f"from “{entity.text}” in {entity.hypothesis + 1}{times}{also}"


def _turn_end(path: Path) -> Iterator[RenderableType]:
    if path.heard is None:
        return
    yield from _heading("The end of the turn")
    yield pauses_page(path.pauses) if path.pauses else Text("no speech, so no turn")


def _expected(expects: Expectation) -> str:
    what = expects.kind.replace("_", " or ") if expects.kind == "yes_no" else expects.kind
    step = f" at {expects.step}" if expects.step else ""
    names = f": {', '.join(expects.entities)}" if expects.entities else ""
    return f"{what}{step}{names}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _heading(text: str) -> Iterator[RenderableType]:
    yield Text()
    yield Text(text, style="bold")


def _table(*headings: str, numbers: int) -> Table:
    """`numbers`: so many columns from the left hold numbers."""
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in table.columns[:numbers]:
        column.justify = "right"
        column.no_wrap = True
    return table

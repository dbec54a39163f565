"""A report as one HTML file that asks for nothing else: style, script, pictures and some sound are inside.

Its size is bounded whatever the data: tables, lists of cases and sound have limits and say what is left out.
"""

from __future__ import annotations

import base64
import io
import mimetypes
import wave
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from viva.lab.report.curves import curve
from viva.lab.report.model import (
    PAIRED,
    Case,
    Cases,
    Cell,
    Clip,
    Curve,
    Differences,
    Figure,
    Histogram,
    Matrix,
    Part,
    Ranges,
    Reliability,
    Report,
    Table,
)
from viva.lab.report.pictures import histogram, matrix, ranges, reliability
from viva.lab.report.words import cell, chance, count, interval, number, verdict

MOST_ROWS = 1_000
"""Of a table."""
MOST_CASES = 200
"""Of a list."""
MOST_TEXT = 2_000
"""Characters of one line of a case."""
LARGEST_SOUND = 400_000
"""Bytes of a recording, or of a part of one, that is put inside; a larger one is linked."""
MOST_SOUND = 3_000_000
"""Bytes of all of them: 4 MB of the file. The rest is linked."""
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; media-src data: file: 'self'"
)
"""What a browser may load: what is in the file, and recordings beside it."""


def as_html(report: Report) -> str:
    return "".join(_page(report))


def _page(report: Report) -> Iterator[str]:
    here = Path(__file__).parent
    style, script = (here / "style.css").read_text("utf-8"), (here / "script.js").read_text("utf-8")
    yield (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(report.title)}</title><style>{style}</style><main>"
        f"<h1>{escape(report.title)}</h1><p class=soft>{escape(report.what)}</p>"
    )
    sound = _Sound()
    parts = [_part(part, sound) for part in report.parts]
    told = {**report.settings, "recordings": sound.told} if sound.told else report.settings
    settings = "".join(f"<dt>{escape(k)}<dd>{escape(v)}" for k, v in told.items())
    yield f"<dl>{settings}</dl>"
    yield _problems(report)
    tiles = "".join(
        f"<div><span>{escape(one.name)}</span><b>{number(one.value, share=one.share)}</b>"
        f"<span>{interval(one)}<br>{count(one.count)} {escape(one.unit)}</span></div>"
        for one in report.figures
    )
    yield f'<div class="figures">{tiles}</div>'
    yield from parts
    yield f"</main><script>{script}</script></html>\n"


def _problems(report: Report) -> str:
    if not report.problems.kinds:
        return ""
    parts = []
    for kind, found in report.problems.kinds.items():
        named = "".join(f"<li>{escape(one)}" for one in found.named)
        more = found.count - len(found.named)
        parts.append(
            f"<details><summary>{found.count:,} × {escape(kind)}</summary><ul>{named}"
            + (f"<li>and {more:,} more" if more > 0 else "")
            + "</ul></details>"
        )
    return f'<div class="problems">{"".join(parts)}</div>'


def _part(part: Part, sound: _Sound) -> str:
    match part:
        case Table():
            return _table(part) if part.rows else ""
        case Differences():
            return _differences(part)
        case Cases():
            return _cases(part, sound) if part.cases else ""
        case Ranges():
            return _picture(part, ranges(part)) if len(part.figures) > 1 else ""
        case Matrix():
            note = " ".join(one for one in ("Truth down, prediction across.", part.note) if one)
            return _picture(part, matrix(part), note)
        case Reliability():
            note = "Dots: mean confidence and share right of a bin; the larger, the more rows."
            return _picture(part, reliability(part), note)
        case Histogram():
            return _picture(part, histogram(part))
        case Curve():
            return _picture(part, curve(part))


def _picture(part: Ranges | Matrix | Reliability | Histogram | Curve, drawn: str, note: str = "") -> str:
    if not drawn:
        return ""
    caption = f"<figcaption>{escape(note or part.note)}</figcaption>"
    return f"{_heading(part.title)}<figure class=scroll>{drawn}{caption}</figure>"


def _table(part: Table) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}" for row in part.rows[:MOST_ROWS])
    more = len(part.rows) - MOST_ROWS
    note = part.note + (f" {more:,} more rows are in the JSON." if more > 0 else "")
    texts = [all(isinstance(row[i], str) for row in part.rows) for i in range(len(part.columns))]
    return _heading(part.title) + _grid(part.columns, rows, note, texts)


def _differences(part: Differences) -> str:
    rows = []
    for one in part.rows:
        name = one.name if one.test == PAIRED else f"{one.name}, {one.test}"
        said = verdict(one)
        kind = said if said in ("better", "worse") else "soft"
        values = ((one.first, False), (one.second, False), (one.value, True))
        rows.append(
            f"<tr><td>{escape(name)}"
            + "".join(_value(value, number(value, share=one.share, sign=sign)) for value, sign in values)
            + f"<td>{interval(one)}{_value(one.p, chance(one.p))}"
            + f'<td class="{kind}">{said}'
        )
    columns = ("figure", "this", "other", "difference", "95 % interval", "p", "")
    return _heading(part.title) + _grid(columns, "".join(rows), part.note)


def _grid(columns: Sequence[str], rows: str, note: str, texts: Sequence[bool] = ()) -> str:
    """texts: which columns stand on the left; the first unless given."""
    heads = "".join(
        f"<th{' class=text' if i < len(texts) and texts[i] else ''}>"
        + (f"<button>{escape(name)}</button>" if name else "")
        for i, name in enumerate(columns)
    )
    said = f"<p class=soft>{escape(note)}</p>" if note else ""
    return f"<div class=scroll><table><thead><tr>{heads}<tbody>{rows}</table></div>{said}"


def _cell(one: Cell) -> str:
    match one:
        case Figure():
            ends = interval(one)
            small = f"<br><small>{ends}</small>" if ends else ""
            return _value(one.value, number(one.value, share=one.share) + small, f"of {count(one.count)}")
        case int() | float():
            return _value(one, cell(one))
        case _:
            return f'<td class="text">{escape(cell(one))}'


def _value(value: float | None, shown: str, tip: str = "") -> str:
    """A cell that is sorted by its value."""
    title = f' title="{tip}"' if tip else ""
    return f'<td data-value="{"" if value is None else value}"{title}>{shown}'


def _cases(part: Cases, sound: _Sound) -> str:
    shown = [_case(one, sound) for one in part.cases[:MOST_CASES]]
    note = f"{part.note} The first {len(shown):,} of {part.total:,}.".strip()
    rest = "".join(shown[part.open :])
    more = f"<details><summary>{len(shown) - part.open:,} more</summary>{rest}</details>" if rest else ""
    return _heading(part.title) + f"<p class=soft>{escape(note)}</p>" + "".join(shown[: part.open]) + more


def _case(one: Case, sound: _Sound) -> str:
    lines = "".join(f"<dt>{escape(name)}<dd>{escape(text[:MOST_TEXT])}" for name, text in one.lines)
    heard = sound.of(one.audio) if one.audio else ""
    return (
        f'<div class="case"><b>{escape(one.id)}</b> <span class=soft>{escape(one.place)}</span>'
        f" {escape(one.score)}<dl>{lines}</dl>{heard}</div>"
    )


def _heading(title: str) -> str:
    return f"<h2>{escape(title)}</h2>"


class _Sound:
    """Puts recordings inside, until there is enough of them; the others are linked to where they lie."""

    def __init__(self) -> None:
        self._left = MOST_SOUND
        self._inside = self._linked = 0

    @property
    def told(self) -> str:
        """'' where all are inside."""
        if not self._linked:
            return ""
        return (
            f"{self._inside:,} are in this file, {self._linked:,} are linked and heard only where they lie: "
            f"it takes those up to {LARGEST_SOUND / 1e6:g} MB, until {MOST_SOUND / 1e6:g} MB are in it"
        )

    def of(self, clip: Clip) -> str:
        path, data = clip.path, _part_of(clip)
        size = path.stat().st_size if data is None else len(data)
        if size > min(LARGEST_SOUND, self._left):
            end = "" if clip.end_s is None else f",{clip.end_s:g}"
            part = f"#t={clip.start_s:g}{end}" if clip.start_s or end else ""
            link = escape(path.resolve().as_uri() + part)
            self._linked += 1
            return f'<audio controls preload="none" src="{link}"></audio> {escape(path.name)}'
        self._left -= size
        self._inside += 1
        kind = mimetypes.guess_type(path.name)[0] or "audio/wav"
        inside = base64.b64encode(path.read_bytes() if data is None else data).decode()
        return f'<audio controls preload="none" src="data:{kind};base64,{inside}"></audio>'


def _part_of(clip: Clip) -> bytes | None:
    """A part of a WAV file as one of its own; None for the whole, or where it cannot be cut."""
    if clip.end_s is None:
        return None
    try:
        with wave.open(str(clip.path), "rb") as whole:
            rate = whole.getframerate()
            whole.setpos(min(whole.getnframes(), max(0, round(clip.start_s * rate))))
            frames = whole.readframes(max(0, round((clip.end_s - clip.start_s) * rate)))
            out = io.BytesIO()
            with wave.open(out, "wb") as part:
                part.setparams(whole.getparams())
                part.writeframes(frames)
    except (wave.Error, EOFError):
        return None
    return out.getvalue()

"""The report of `viva eval calls`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from viva.lab.calls.facts import CallFacts
from viva.lab.calls.findings import findings, findings_part
from viva.lab.calls.folder import Calls
from viva.lab.evaluate.calls import call_ratios, durations, latencies
from viva.lab.evaluate.calls_compared import compared
from viva.lab.evaluate.callsets import bootstrap_over, check_groups, column, grouped_calls, settings_of_calls
from viva.lab.evaluate.measures import Ratio, by_group, figures
from viva.lab.evaluate.watch import Watch, silent
from viva.lab.report.model import Case, Cases, Cell, Clip, Histogram, Part, Ranges, Report, Table
from viva.lab.statistics.bootstrap import Bootstrap

SHARES = (0.5, 0.95)
MOST_LINES = 12
"""Of a call that is shown."""
_BY_GROUP = ("task success", "containment", "dropped", "repair ratio", "turns a call", "seconds a call")
_TURNS = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 7), (8, 12), (13, 20), (21, 10**9))


def evaluate_calls(
    calls: Calls,
    *,
    against: Calls | None = None,
    groups: Sequence[str] = (),
    worst: int = 50,
    seed: int = 0,
    watch: Watch = silent,
) -> Report:
    """against: the same calls with another version. groups: further conditions to tell figures apart by."""
    facts = calls.facts
    check_groups(facts, groups)
    bootstrap = bootstrap_over(len(facts), seed=seed)
    ratios = call_ratios(facts)
    watch("resampling calls")
    found = figures(bootstrap, ratios)
    found += latencies(facts).figures("reply after, ms", SHARES, "replies")
    watch("looking for what stands out")
    parts: list[Part] = [findings_part(findings(facts))]
    paired = None
    if against is not None:
        compared_parts, paired = compared(calls, against, seed=seed, worst=worst)
        parts += compared_parts
    parts += [*_dropped(bootstrap, facts), *_failures(facts)]
    some = [ratio for ratio in ratios if ratio.name in _BY_GROUP]
    for name, labelled in grouped_calls(facts, groups):
        parts += by_group(bootstrap, f"By {name}", labelled, some, rows_are="calls")
        parts.append(_latency_by(facts, name, labelled))
    parts += [_actions(facts), _parts_of_latency(facts), _reasons(facts), _turns(facts), _worst(calls, worst)]
    return Report(
        "Calls",
        f"{len(facts):,} calls, {sum(len(call.turns) for call in facts):,} turns",
        settings_of_calls(calls, bootstrap, against, paired),
        found,
        calls.problems,
        parts,
    )


def _dropped(bootstrap: Bootstrap, calls: Sequence[CallFacts]) -> list[Part]:
    """Where callers were lost: of the calls that came to a step, the share that was dropped there."""
    reached = [{move.place for move in call.moves if move.waits != "ended"} for call in calls]
    ratios = []
    for place in sorted(set().union(*reached)):
        came = np.array([place in places for places in reached], np.float64)
        lost = column(calls, lambda call, place=place: call.dropped and call.ended_at == place)  # type: ignore[misc]
        ratios.append(Ratio(place, lost, came, "calls that came there", proportion=True))
    ratios.sort(key=lambda one: (-float(one.top.sum()), one.name))
    found = figures(bootstrap, ratios)
    rows: list[list[Cell]] = [
        [one.name, int(one.count), int(ratio.top.sum()), one]
        for one, ratio in zip(found, ratios, strict=True)
    ]
    note = "Of the calls that came to a step, those that the caller left there without what was wanted."
    lost_at = [one for one, ratio in zip(found, ratios, strict=True) if ratio.top.any()]
    return [
        Table("Drop by step", ("step", "calls", "dropped", "share"), rows, note),
        Ranges("Dropped, by step", lost_at, note),
    ]


def _failures(calls: Sequence[CallFacts]) -> list[Part]:
    """Why calls failed, by what the truth says."""
    why = Counter(call.truth.why for call in calls if call.truth is not None and not call.truth.success)
    rows: list[list[Cell]] = [[reason, count] for reason, count in why.most_common(30)]
    return [Table("Why calls failed", ("why", "calls"), rows)]


def _latency_by(calls: Sequence[CallFacts], name: str, groups: Sequence[tuple[str, np.ndarray]]) -> Table:
    timed = latencies(calls)
    rows: list[list[Cell]] = []
    for label, where in groups:
        found = timed.figures("", SHARES, "replies", where)
        rows.append([label, int(found[0].count), *found])
    return Table(f"Replies by {name}, ms", (name, "replies", "median", "p95"), rows)


def _actions(calls: Sequence[CallFacts]) -> Table:
    rows: list[list[Cell]] = []
    for name in sorted({action.name for call in calls for action in call.actions}):
        timed = durations(calls, name)
        of = [action for call in calls for action in call.actions if action.name == name]
        failed, open_ = sum(one.failed for one in of), sum(one.ms is None for one in of)
        rows.append([name, len(of), failed, open_, *timed.figures("", SHARES, "runs")])
    columns = ("action", "runs", "failed", "not ended", "median, ms", "p95, ms")
    return Table("Actions", columns, rows, "From when the bot's code was called until it answered.")


def _parts_of_latency(calls: Sequence[CallFacts]) -> Table:
    """Where the time of a reply goes."""
    every = [turn.latency for call in calls for turn in call.turns if turn.latency and turn.by == "speech"]
    rows: list[list[Cell]] = []
    for part in ("pause", "decision", "recognition", "understanding", "wording", "first_audio", "total"):
        values = np.sort([float(getattr(one, part)) for one in every])
        if len(values):
            at = [values[min(len(values) - 1, int(np.ceil(share * len(values))) - 1)] for share in SHARES]
            rows.append([part.replace("_", " "), len(values), *(float(one) for one in at)])
    used = Counter(turn.speculation for call in calls for turn in call.turns if turn.speculation)
    note = (
        "Parts overlap where work was done ahead. The reply was "
        + ", ".join(f"{count:,} x {name}" for name, count in sorted(used.items()))
        + " (prepared before the turn was taken: used; still being prepared: late)."
    )
    return Table("Parts of the latency, ms", ("part", "replies", "median", "p95"), rows, note)


def _reasons(calls: Sequence[CallFacts]) -> Table:
    ended = Counter(call.reason or "(log cut short)" for call in calls)
    return Table("How calls ended", ("reason", "calls"), [[one, count] for one, count in ended.most_common()])


def _turns(calls: Sequence[CallFacts]) -> Histogram:
    counts = np.array([len(call.turns) for call in calls])
    bars = []
    for low, high in _TURNS:
        name = str(low) if low == high else f"{low}-{high}" if high < 10**9 else f"{low} or more"
        bars.append((name, int(((counts >= low) & (counts <= high)).sum())))
    return Histogram("Calls by their turns", "turns", bars)


def _worst(calls: Calls, most: int) -> Cases:
    """Failed calls first, then dropped ones, the most repaired first."""
    bad = [call for call in calls.facts if call.success is False or call.dropped]
    bad.sort(key=lambda call: (call.success is not False, -call.in_repair, call.id))
    note = f"Open one with: viva calls show ID --data {calls.folder}" if bad else ""
    return Cases("Calls that failed", [case_of(calls, call) for call in bad[:most]], len(bad), note)


def case_of(calls: Calls, call: CallFacts) -> Case:
    """The call with its last turns, to be looked at."""
    lines = [("ended", f"{call.reason or 'log cut short'}, at {call.ended_at or '(nowhere)'}")]
    if call.truth is not None:
        lines.append(("goal", _goal(call)))
        lines.append(("conditions", ", ".join([call.truth.persona, *map(str, _conditions(call))])))
    turns = call.turns[-MOST_LINES:]
    for turn in turns:
        heard = turn.heard[0] if turn.heard else "(nothing)"
        said = f" (said: {turn.said.text})" if turn.said and turn.said.text != heard else ""
        marks = [turn.repair.replace("_", " "), "cut off" if turn.cut_off else ""]
        told = f" [{', '.join(one for one in marks if one)}]" if any(marks) else ""
        lines.append((turn.before.place, f"{heard}{said}{told}"))
    why = call.truth.why if call.truth is not None else "dropped"
    audio = calls.folder / "calls" / call.id / "audio.wav"
    return Case(call.id, "", tuple(lines), why, Clip(audio) if audio.is_file() else None)


def _goal(call: CallFacts) -> str:
    assert call.truth is not None
    slots = call.truth.goal.get("slots")
    told = ", ".join(f"{k}={v}" for k, v in slots.items()) if isinstance(slots, dict) else ""
    return " ".join(part for part in (str(call.truth.goal.get("intent", "")), told) if part)


def _conditions(call: CallFacts) -> list[object]:
    assert call.truth is not None
    return [value for name, value in call.truth.conditions.items() if name in ("noise", "line", "voice")]

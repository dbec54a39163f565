"""Which flows lead to which: what can be reached, what can be filled, what turns in circles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from viva.dialogue import steps
from viva.dialogue.bot import Flow


def leads_to(flow: Flow) -> tuple[str, ...]:
    """Flows that it goes to or calls."""
    return tuple(step.flow for step in flow.steps if isinstance(step, steps.Go | steps.Call))


def reachable(flows: dict[str, Flow], first: Iterable[str]) -> set[str]:
    """The flows that can come about, beginning with `first`."""
    found: set[str] = set()
    ahead = [name for name in first if name in flows]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += [one for one in leads_to(flows[name]) if one in flows]
    return found


def close_takes(flows: dict[str, Flow]) -> dict[str, Flow]:
    """The same flows, each taking also the slots of the flows that it leads to."""
    closed = {}
    for name, flow in flows.items():
        others = [one for one in flows if one in reachable(flows, leads_to(flow))]
        takes = [*flow.takes, *(slot for other in others for slot in flows[other].takes)]
        closed[name] = replace(flow, takes=tuple(dict.fromkeys(takes)))
    return closed


def endless(flows: dict[str, Flow]) -> set[str]:
    """Flows that come back to themselves without asking anything or running an action on the way."""
    return {name for name in flows if name in _without_waiting(flows, name)}


def _without_waiting(flows: dict[str, Flow], name: str) -> set[str]:
    """Flows whose beginning is reached from the beginning of `name` while nothing is waited for."""
    found: set[str] = set()
    ahead = [(name, 0)]
    seen: set[tuple[str, int]] = set()
    while ahead:
        place = ahead.pop()
        flow, at = place
        if place in seen or flow not in flows or at >= len(flows[flow].steps):
            continue
        seen.add(place)
        match flows[flow].steps[at]:
            case steps.Ask() | steps.Confirm() | steps.Do() | steps.Transfer() | steps.HangUp() | steps.End():
                pass
            case steps.Branch(_, otherwise):
                ahead += [(flow, at + 1), (flow, otherwise)]
            case steps.Jump(to):
                ahead.append((flow, to))
            case steps.Go(other):
                found.add(other)
                ahead.append((other, 0))
            case steps.Call(other):
                found.add(other)
                ahead += [(other, 0), (flow, at + 1)]
            case _:
                ahead.append((flow, at + 1))
    return found

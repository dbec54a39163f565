"""A crew of Ray actors: on this machine, or wherever a cluster has room."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from viva.lab.batch.crew import CrewError
from viva.lab.batch.work import Answer, Opener, Trouble, Worker


@dataclass(slots=True, eq=False)
class _Member:
    actor: Any
    index: int | None = None
    """Of the item that it does; None while it opens or is free."""
    opened: bool = False


class OnRay:
    """`viva.lab.batch.crew.Crew`. Every machine of the cluster needs this version of VIVA and its models.

    address: of a cluster, such as `auto` or `10.0.0.7:6379`; '': one of this machine's own, for as long as
    it is needed. count: as many workers as the cluster has processors unless given.

    Raises:
        CrewError: Ray is not installed, or there is no such cluster.
    """

    def __init__(self, address: str = "", count: int | None = None) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # VIVA tells nobody anything
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            import ray
            import ray.exceptions
        except ImportError:
            raise CrewError("Ray is not installed", hint="pip install 'viva[ray]'") from None
        self._ray = ray
        try:
            ray.init(
                address=address or "local",
                include_dashboard=None if address else False,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (ConnectionError, ValueError) as error:
            raise CrewError(
                f"no Ray cluster at {address}: {error}", hint="start one: ray start --head"
            ) from None
        self._size = count or max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._opener: Opener | None = None
        self._running: dict[Any, _Member] = {}
        """By what Ray will have an answer for."""
        self._free: list[_Member] = []

    @property
    def size(self) -> int:
        return self._size

    def start(self, opener: Opener) -> None:
        self._opener = opener
        for _ in range(self._size):
            self._hire()

    @property
    def free(self) -> int:
        return len(self._free)

    def give(self, index: int, item: Any) -> None:
        member = self._free.pop()
        member.index = index
        self._running[member.actor.do.remote(item)] = member

    def wait(self, seconds: float) -> Sequence[tuple[int, Answer]]:
        ready, _ = self._ray.wait(list(self._running), timeout=seconds)
        answers: list[tuple[int, Answer]] = []
        for ref in ready:
            member = self._running.pop(ref)
            try:
                answer: Answer = self._ray.get(ref)
            except self._ray.exceptions.RayError as error:
                answers += self._lost(member, str(error).strip().splitlines()[0])
                continue
            if not member.opened:
                if isinstance(answer, Trouble):
                    raise CrewError(f"a worker cannot begin: {answer.why}", hint=answer.hint or answer.trace)
                member.opened = True
            elif member.index is not None:
                answers.append((member.index, answer))
                member.index = None
            self._free.append(member)
        return answers

    def kill(self, index: int) -> None:
        for one in self._running.values():
            if one.index == index:
                self._ray.kill(one.actor)

    def stop(self, *, now: bool) -> None:
        for one in self._free if not now else ():
            self._ray.wait([one.actor.close.remote()], timeout=10)
        for one in (*self._free, *self._running.values()):
            self._ray.kill(one.actor)
        self._ray.shutdown()

    def _hire(self) -> None:
        actor = self._ray.remote(num_cpus=1, max_restarts=0)(Worker).remote(self._opener)
        self._running[actor.open.remote()] = _Member(actor)

    def _lost(self, member: _Member, why: str) -> list[tuple[int, Answer]]:
        how = f"its worker died ({why})"
        if member.opened:
            self._hire()
        elif not (self._running or self._free):
            raise CrewError(f"a worker cannot begin: {how}", hint="are VIVA and its models on every machine?")
        return [] if member.index is None else [(member.index, Trouble(how))]

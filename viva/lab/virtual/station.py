"""Everything that answers calls in virtual time: the engines of one process, for several bots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from viva.dialogue.bot import Bot
from viva.hearing.engine import VoiceActivity
from viva.lab.stand_ins import StandInVoiceActivity
from viva.lab.virtual.engines import VirtualEngines
from viva.lab.virtual.latencies import Latencies
from viva.lab.virtual.prompts import StatedPrompts
from viva.server.bot_host import BotHost, Pools
from viva.server.build import Tell, build_hosts, build_voice_activity, silent
from viva.speaking.espeak_fresh import FreshEspeak
from viva.speaking.prepared import prepared


@dataclass(frozen=True, slots=True)
class Station:
    """Answers one call at a time (`viva.lab.virtual.run.run_call`); nothing of a call is left in it but what
    makes the next one cheaper."""

    hosts: dict[str, BotHost]
    """By name."""

    voice_activity: VoiceActivity

    def close(self) -> None:
        for host in self.hosts.values():
            host.pools.close()


def open_station(
    bots: Sequence[Bot],
    *,
    latencies: Latencies | None = None,
    stand_ins: bool = False,
    tell: Tell = silent,
) -> Station:
    """Engines loaded, in this process and thread. What was not compiled before is compiled first.

    `stand_ins`: in their place engines that cost nothing. `tell`: as `build_hosts`.

    Raises:
        VivaError: as `build_hosts`.
    """
    engines = VirtualEngines(latencies or Latencies())
    pools = Pools(engines, engines, engines, FreshEspeak())
    built = build_hosts(bots, pools, stand_ins=stand_ins, advice=False, tell=tell, steady=True)
    voice_activity = StandInVoiceActivity() if stand_ins else build_voice_activity()
    return Station({name: _stated(host) for name, host in built.items()}, voice_activity)


def _stated(host: BotHost) -> BotHost:
    scripts = prepared(host.bot.wording, host.bot.adapt)
    return replace(host, prompts=StatedPrompts(host.prompts, scripts))

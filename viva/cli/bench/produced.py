"""`viva bench speaking prosody` and `first-audio`: what a voice makes of what it is asked, and how soon."""

from __future__ import annotations

import click


@click.command()
@click.option("--voice", "voices", multiple=True, metavar="NAME", help="Such as en-gb+f3; six unless given.")
def prosody(voices: tuple[str, ...]) -> None:
    """Measure asked against produced: rate, pitch and level.

    Sentences are said at rates of 0.7 to 1.4, moved by up to 4 semitones, softer and louder, and each is
    measured against the same sentence without any of it. Takes half a minute.

    \b
    Example:
      viva bench speaking prosody --voice en-gb
    """
    from viva.lab.measure.speaking.produced import bench_produced

    bench_produced(voices)


@click.command()
@click.option(
    "--calls", type=click.IntRange(1, 256), default=30, show_default=True, help="That ask at the same time."
)
@click.option("--rounds", type=click.IntRange(1), default=20, show_default=True, help="Bursts of them.")
@click.option(
    "--seconds", type=click.FloatRange(1), default=20.0, show_default=True, help="Of calls without bursts."
)
def first_audio(calls: int, rounds: int, seconds: float) -> None:
    """Measure how long callers wait for the first audio of a sentence.

    By eSpeak NG in its processes, on the way that a server's calls take: sentences that were never said
    before, asked for in the same instant and steadily, and sentences that are kept.

    \b
    Example:
      viva bench speaking first-audio --calls 30
    """
    from viva.lab.measure.speaking.first_audio import bench_first_audio

    bench_first_audio(calls, rounds, seconds)

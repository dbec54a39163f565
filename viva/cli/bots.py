"""Commands for who writes a bot: `init`, `check`, `build`, `talk`, `test`."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import bot_argument, console


@click.command()
@click.argument("name", metavar="NAME", type=click.Path(path_type=Path))
def init(name: Path) -> None:
    """Make a new bot that works at once, in a folder NAME.

    \b
    Example:
      viva init shop
    """
    from viva.dialogue.init import init_bot

    for path in init_bot(name):
        click.echo(path)
    click.echo(f"\ntry it:  viva talk {name}")


@click.command()
@bot_argument()
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--to-record", is_flag=True, help="Only list the words that no recording has, for the studio.")
def check(bot: Path, strict: bool, to_record: bool) -> None:
    """Check a bot's files, and its personas.

    Each problem comes with its file and line, what was expected, and the nearest right name. A warning
    tells what will go wrong in calls, though the bot can be loaded.

    \b
    Example:
      viva check bots/clinic
    """
    from viva.dialogue.check import check_bot, list_to_record
    from viva.lab.simulate.personas import problems_beside

    if to_record:
        list_to_record(bot)
        return
    raise SystemExit(check_bot(bot, strict=strict, further=problems_beside))


@click.command()
@bot_argument(many=True)
@click.option("--force", is_flag=True, help="Compile again what was compiled before.")
def build(bots: tuple[Path, ...], force: bool) -> None:
    """Compile what bots can be told.

    For each bot: what the recognizer is to expect, and what understanding learns from the examples.
    Every command that needs it does so by itself, once; this does it ahead of time, and shows what
    there is.

    \b
    Example:
      viva build bots/clinic bots/barista
    """
    from viva.cli.building import build_with_table

    build_with_table(bots, console(), force=force)


@click.command()
@bot_argument()
def talk(bot: Path) -> None:
    """Talk to a bot in the terminal, by typing.

    \b
    Example:
      viva talk clinic
    """
    from viva.dialogue.talk import talk as talk_to

    talk_to(bot)


@click.command()
@bot_argument()
def test(bot: Path) -> None:
    """Run a bot's own conversations (its `tests` folder).

    \b
    Example:
      viva test bots/clinic
    """
    from viva.dialogue.conversations import run

    raise SystemExit(run(bot))

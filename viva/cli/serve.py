"""`viva serve` and `viva demo`: bots that answer calls."""

from __future__ import annotations

from pathlib import Path

import click

from viva.cli.params import EXAMPLES, bot_argument, data_option, folder_of


@click.command()
@bot_argument(many=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that share the port.",
)
@click.option(
    "--max-calls",
    type=click.IntRange(1, 100_000),
    default=400,
    show_default=True,
    help="Live calls in one process; more are refused.",
)
@click.option(
    "--recognizers",
    type=click.IntRange(0, 256),
    default=0,
    help="Processes for recognition in each worker; the cores are shared out unless told.",
)
@click.option(
    "--allow-public",
    is_flag=True,
    help="Listen on an address that others reach. Whoever reaches it may call and hear every recording.",
)
@click.option("--stand-ins", is_flag=True, hidden=True, help="Instant engines, for measuring the rest.")
@data_option()
def serve(
    bots: tuple[Path, ...],
    host: str,
    port: int,
    workers: int,
    max_calls: int,
    recognizers: int,
    allow_public: bool,
    stand_ins: bool,
    data: Path | None,
) -> None:
    """Answer calls to one or several bots.

    Pages, API and call protocol share one port. A call that names no bot reaches the first one.

    \b
    Example:
      viva serve bots/clinic bots/barista --port 8080
    """
    from viva.cli.placing import print_piece
    from viva.cli.serving import serve_and_print
    from viva.server.serve import check_public
    from viva.server.worker import WorkerOptions

    check_public(host, allow_public)
    options = WorkerOptions(
        bots=bots,
        data=folder_of(data),
        host=host,
        port=port,
        workers=workers,
        max_calls=max_calls,
        recognizers=recognizers,
        stand_ins=stand_ins,
        tell=print_piece,
    )
    serve_and_print(options)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--no-call", is_flag=True, help="Leave out the spoken test call.")
@data_option()
def demo(port: int, no_call: bool, data: Path | None) -> None:
    """Start the example bots and place a spoken test call.

    Then open the page that it names, choose a bot, and talk.

    \b
    Example:
      viva demo
    """
    from viva.cli.serving import demo_and_print

    demo_and_print(EXAMPLES, port=port, test_call=not no_call, data=folder_of(data))

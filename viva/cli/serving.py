"""Starting the server from a terminal: what was cut, where it is ready, how it ends."""

from __future__ import annotations

from pathlib import Path

import click

from viva.ops.store import Store
from viva.server.serve import is_loopback, recover, serve
from viva.server.worker import WorkerOptions


def serve_and_print(options: WorkerOptions) -> None:
    """Serve until Ctrl-C.

    Raises:
        VivaError: a bot, a model, the data folder or the port is not as it must be.
    """
    store = Store(options.data)
    for row in recover(store):
        click.secho(
            f"call {row.id} with {row.bot} was cut when its server ended; see: viva calls show {row.id}",
            fg="yellow",
        )
    store.close()
    if not is_loopback(options.host):
        click.secho(
            f"listening on {options.host} without access control: whoever reaches it may call the bots "
            "and hear every recording",
            fg="yellow",
            err=True,
        )

    def ready(port: int) -> None:
        shown = "localhost" if is_loopback(options.host) else options.host
        click.echo(f"ready: http://{shown}:{port}  (Ctrl-C stops)")

    serve(options, ready)


def demo_and_print(examples: Path, *, port: int, test_call: bool, data: Path) -> None:
    """The example bots with one spoken call to the clinic first, then as `serve_and_print`."""
    from viva.cli.placing import print_message, print_piece
    from viva.server.demo import run_demo

    run_demo(examples, port=port, test_call=test_call, data=data, show=print_message, tell=print_piece)

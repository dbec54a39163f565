"""A spoken call from a file, as it scrolls by in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from viva.understanding.reading import JsonValue


def place_and_print(bot: Path, audio: Path, out: Path | None, data: Path) -> None:
    """Place the call, print it while it happens, copy its recording to `out`.

    Raises:
        VivaError: the bot, a model, the audio file or the data folder is not as it must be.
    """
    from viva.server.place import place_call

    placed = place_call(bot, audio, data=data, out=out, show=print_message, tell=print_piece)
    click.echo(f"\nkept as {placed.call_id}: viva calls show {placed.call_id}")
    if out is not None:
        click.echo(f"recording: {out}")


def print_piece(piece: str) -> None:
    """A piece of a line, at once: the rest of it comes when what it says is done."""
    click.echo(piece, nl=False)


def print_message(message: dict[str, JsonValue]) -> None:
    """One line for each message that a reader wants to see (docs/reference/websocket.md)."""
    at = f"{float(str(message.get('at_ms', 0))) / 1000:7.2f}  "
    match message:
        case {"event": "caption", "speaker": "caller", "final": True, "text": text}:
            click.secho(f"{at}caller  {text or '(nothing recognized)'}", fg="cyan")
        case {"event": "caption", "speaker": "bot", "final": True, "text": text}:
            click.echo(f"{at}bot     {text}")
        case {"event": "reply", "latency_ms": dict(latency), "speculation": speculation}:
            parts = ", ".join(
                f"{name.replace('_', ' ')} {ms}"
                for name, ms in latency.items()
                if name != "total" and ms is not None
            )
            click.secho(
                f"{at}        reply after {latency['total']} ms ({parts}; prepared: {speculation})", dim=True
            )
        case {"event": "note", "code": code, "message": text}:
            click.secho(f"{at}        {code}: {text}", fg="yellow")
        case {"event": "transfer", "to": to}:
            click.echo(f"{at}        transferred to {to}")
        case {"event": "ended", "reason": reason}:
            click.echo(f"{at}        ended: {reason}")
        case _:
            pass

"""`viva models`: what the engines run on, and fetching it."""

from __future__ import annotations

import click

from viva.cli.blame import BlamingGroup
from viva.cli.params import console


@click.group(cls=BlamingGroup)
def models() -> None:
    """The models that the engines run on.

    \b
    Example:
      viva models pull
    """


@models.command("list")
def list_models() -> None:
    """Show each model, and whether it is here and whole.

    \b
    Example:
      viva models list
    """
    from rich.table import Table

    from viva.models.fetch import model_dir, status

    table = Table("model", "for", "licence", "size", "state", box=None, pad_edge=False)
    broken = []
    for found in status():
        states = {file.state for file in found.files}
        state = "ready" if found.ready else "damaged" if "damaged" in states else "missing"
        size = f"{found.model.size / 1e6:.0f} MB"
        style = {"ready": "green", "damaged": "red"}.get(state, "yellow")
        table.add_row(found.model.name, found.model.purpose, found.model.licence, size, state, style=style)
        broken += [file.detail for file in found.files if file.state == "damaged"]
    out = console()
    out.print(table)
    out.print(f"\nin {model_dir()}")
    for detail in broken:
        out.print(f"{detail}; `viva models pull` fetches it again", style="red", soft_wrap=True)


@models.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
def pull(names: tuple[str, ...]) -> None:
    """Fetch the models named, or all, checked against their SHA-256.

    Each file comes from the first source that answers: the Hugging Face hub, or a package that the
    model's authors publish. What is here and whole is left alone. A name with a slash is a voice of the hub,
    OWNER/NAME, with /FOLDER and @REVISION if wanted.

    \b
    Example:
      viva models pull
      viva models pull moonshine-tiny
      viva models pull rhasspy/piper-voices/en/en_US/amy/low
    """
    from viva.cli.pulling import pull_with_bar
    from viva.models.catalogue import CATALOGUE
    from viva.models.hub import pull_folder

    listed = tuple(name for name in names if "/" not in name)
    if listed or not names:
        pull_with_bar(listed or tuple(CATALOGUE), console())
    for name in names:
        if "/" in name:
            console().print(f"voice ready in {pull_folder(name)}", soft_wrap=True)

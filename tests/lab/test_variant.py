"""Another version of a bot: a folder, one that was kept, a revision, or single keys."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.dialogue.small import ACTIONS, BOT
from viva.dialogue.load import load_bot, load_bot_from_files
from viva.errors import VivaError
from viva.lab.changed_keys import with_key
from viva.lab.variant import variant
from viva.ops.store import CallRow, Store

FILES = {"bot.yaml": BOT, "actions.py": ACTIONS}
TRIPS = load_bot_from_files(FILES, "trips")


def written(folder: Path, bot: str = BOT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bot.yaml").write_text(bot)
    (folder / "actions.py").write_text(ACTIONS)
    return folder


def test_keys_are_set_in_order_and_typed_as_yaml() -> None:
    new = variant(TRIPS, ["turn.cut_in_cost=1", "turn.barge_in=false", "turn.cut_in_cost=2.5"])
    assert (new.turn.cut_in_cost, new.turn.barge_in) == (2.5, False)
    assert new.turn.waiting_cost == TRIPS.turn.waiting_cost
    assert new.name == "trips"


def test_the_same_changes_make_the_same_fingerprint_and_no_change_changes_nothing() -> None:
    changes = ["turn.cut_in_cost=1", "prompts.welcome=Good day."]
    assert variant(TRIPS, changes).fingerprint == variant(TRIPS, changes).fingerprint
    assert variant(TRIPS, changes).fingerprint != TRIPS.fingerprint
    assert variant(TRIPS, ["title=Trips"]).fingerprint == TRIPS.fingerprint


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("voice=en-us", "voice"),
        ("voice.rate=150", "voice"),
        ("engines.recognizer=moonshine-base", "engines"),
        ("entities.phone.minimum=6", "entities"),
        ("slots.from_city.label=origin", "slots"),
        ("flows.start.steps.0.say=Good day.", "flows"),
        ("flows.travel.steps.4.optional=false", "flows"),
        ("prompts.welcome=Good day to you.", "prompts"),
        ("prompts.welcome.again=Once more then.", "prompts"),
    ],
)
def test_every_part_of_a_bot_can_be_changed(change: str, text: str) -> None:
    new = variant(TRIPS, [change])
    assert new.fingerprint != TRIPS.fingerprint
    assert new.files["bot.yaml"] != BOT, text


def test_what_stands_in_several_files_is_changed_where_it_stands() -> None:
    files = {**FILES, "more.yaml": "prompts:\n  extra: Some words here.\n"}
    new = with_key(files, "prompts.extra", "Other words here.")
    assert new["bot.yaml"] == BOT
    assert "Other words here." in new["more.yaml"]
    new = with_key(files, "prompts.another", "Words.")
    assert new.keys() - files.keys() == {"changed.yaml"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "turn.cut_in_kost=1",
            "`turn.cut_in_kost=1` does not fit the bot `trips`: unknown key `cut_in_kost`",
        ),
        ("turn.cut_in_kost=1", "Did you mean `cut_in_cost`?"),
        ("trun.cut_in_cost=1", "Did you mean `turn`?"),
        ("turn.cut_in_cost=soon", "`cut_in_cost` is `soon`, expected a number"),
        ("turn.cut_in_cost=-1", "`turn.cut_in_cost=-1`"),
        ("title=Trips: more", "`title=Trips: more`: the value is not one YAML value"),
        ("title.x=1", "`title` is `Trips`, and has no keys"),
        ("flows.travel.steps.99.say=no", "is a list of 8, and has no `99`"),
        ("nowhere", "`nowhere` is no version of a bot"),
        ("nowhere@v2", "there is no bot `nowhere` here"),
    ],
)
def test_a_wrong_change_says_which_and_why(change: str, said: str) -> None:
    with pytest.raises(VivaError) as error:
        variant(TRIPS, [change])
    assert said in str(error.value)


def test_a_folder_and_keys_on_top_of_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "other", BOT.replace("title: Trips", "title: Voyages"))
    new = variant(TRIPS, [str(folder), "turn.cut_in_cost=1"])
    assert (new.name, new.title, new.turn.cut_in_cost) == ("other", "Voyages", 1.0)


def test_a_kept_bot_by_fingerprint_or_by_a_call(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    other = variant(TRIPS, ["turn.cut_in_cost=1"])
    for one in (TRIPS, other):
        store.save_bot(one.fingerprint, one.name, one.files)
    store.begin(CallRow("20260102-1", "trips", other.fingerprint, "file", "", "2026-01-02T00:00:00+00:00"))
    assert variant(TRIPS, [f"trips@{other.fingerprint[:12]}"], store).turn.cut_in_cost == 1.0
    assert variant(TRIPS, ["trips@20260102-1"], store).turn.cut_in_cost == 1.0
    with pytest.raises(VivaError, match="keeps no such version of it"):
        variant(TRIPS, ["trips@000000000000"], store)
    store.close()


def test_a_revision_of_a_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "repository" / "bots" / "trips")
    git = ["git", "-C", str(tmp_path / "repository"), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"], ["tag", "v1"]):
        subprocess.run([*git, *words], check=True)
    written(folder, BOT.replace("title: Trips", "title: Voyages"))
    new = variant(load_bot(folder), [f"{folder}@v1"])
    assert (new.name, new.title, new.folder) == ("trips", "Trips", "")
    assert new.fingerprint == TRIPS.fingerprint
    with pytest.raises(VivaError, match="has no revision `v9`"):
        variant(TRIPS, [f"{folder}@v9"])


def test_a_revision_without_git_or_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written(tmp_path / "trips")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(VivaError, match="is not in a git repository"):
        variant(TRIPS, [f"{folder}@v1"])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(VivaError, match="the program `git` is not installed"):
        variant(TRIPS, [f"{folder}@v1"])

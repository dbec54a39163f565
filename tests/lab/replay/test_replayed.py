"""Recorded callers meet the same version, and others, in virtual time; engines are stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dialogue.small import bot
from tests.lab.replay.recording import met, recorded
from tests.lab.virtual.far_ends import LOUD, Noisy, Speaks
from viva.call import events as ev
from viva.call.log import read_log
from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot_from_files
from viva.lab.replay import recorded as parts
from viva.lab.replay.chosen import Chosen
from viva.lab.variant import variant
from viva.lab.virtual.far_end import Entered

TRIPS = bot()
ASKS = """
title: Asks
intents: {anything: [something]}
slots: {found: number}
flows:
  start:
    - do: find
      with: {what: '"trains"'}
      into: found
    - say: "There are {found}."
"""


def asks(folder: Path) -> Bot:
    """Its action leaves a trace."""
    code = f"""
async def find(call, what):
    with open({str(folder / "ran")!r}, "a") as file:
        file.write(what + "\\n")
    return 3
"""
    return load_bot_from_files({"bot.yaml": ASKS, "actions.py": code}, "asks")


@pytest.fixture(scope="module")
def trip(tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    """Three turns, the second of them by a caller who was cut off, and goes on."""
    return recorded(TRIPS, Speaks([LOUD * 50, LOUD * 70], leaves_at=14_000), tmp_path_factory.mktemp("trip"))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_the_same_version_never_parts(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chosen = recorded(TRIPS, Noisy(seed), tmp_path_factory.mktemp("call"))
    found = met(chosen, TRIPS, TRIPS)
    assert found.fate == "unchanged"
    assert found.noise is None and not found.noises and not found.problems
    assert found.recorded == found.again == found.changed
    assert found.counted == found.turns


def test_other_words_of_the_same_prompt_are_a_change(trip: Chosen) -> None:
    found = met(trip, TRIPS, variant(TRIPS, ["prompts.ask_from_city=Where do you start?"]))
    assert found.fate == "changed"
    assert found.reworded[0][1:] == ("From where?", "Where do you start?")


def test_another_question_parts_the_paths_and_nothing_after_it_is_counted(trip: Chosen) -> None:
    found = met(trip, TRIPS, variant(TRIPS, ["flows.travel.steps.0.ask=day"]))
    assert found.fate == "parted" and found.parting is not None
    assert (found.parting.why, found.parting.turn) == ("other words", 1)
    assert found.parting.recorded == 'says "From where?"'
    assert found.parting.now == 'says "Which day?"'
    assert (found.turns, found.counted) == (3, 1)
    assert found.changed.turns == found.again.turns == 1


def test_actions_are_answered_from_the_record_and_never_run(tmp_path: Path) -> None:
    was = asks(tmp_path)
    chosen = recorded(was, Speaks([], leaves_at=6000), tmp_path / "data")
    assert (tmp_path / "ran").read_text() == "trains\n"
    assert met(chosen, was, was).fate == "unchanged"
    assert met(chosen, was, variant(was, ["flows.start.1.say=So many are {found}."])).fate == "changed"
    other = met(chosen, was, variant(was, ['flows.start.0.with={what: "1"}'])).parting
    assert other is not None and other.why == "action"
    assert (other.recorded, other.now) == ("calls find(what=trains)", "calls find(what=1)")
    assert (tmp_path / "ran").read_text() == "trains\n"


def test_keys_and_text_come_again_at_the_same_times(tmp_path: Path) -> None:
    def entering(t: int) -> Sequence[Entered]:
        found: dict[int, Entered] = {
            4000: ev.TextEntered(0, "I want to travel"),
            8000: ev.KeyPressed(0, "1"),
            8200: ev.KeyPressed(0, "2"),
            9000: ev.LineNoted(0, "bad_frame", "no audio"),
        }
        return [found[t]] if t in found else []

    chosen = recorded(TRIPS, Speaks([], leaves_at=16_000), tmp_path, entering=entering)
    _, records, _ = read_log(chosen.log)
    kinds = [record.event.kind for record in records]
    assert kinds.count("text_entered") == 1 and kinds.count("key_pressed") == 2
    found = met(chosen, TRIPS, TRIPS)
    assert found.fate == "unchanged" and found.noise is None
    assert found.turns == 3


# --- what is not as it should be ------------------------------------------------------------------


def copied(chosen: Chosen, data: Path) -> Chosen:
    folder = data / "calls" / chosen.id
    folder.mkdir(parents=True)
    for file in chosen.folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return Chosen(chosen.id, folder, data)


def test_a_call_without_its_recording_is_told(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    (chosen.folder / "audio.wav").unlink()
    found = met(chosen, TRIPS, TRIPS)
    assert not found.usable
    ((kind, what),) = found.problems
    assert kind == parts.NO_AUDIO
    assert str(chosen.folder / "audio.wav") in what and "--keep all" in what


def test_a_recording_that_ends_early_is_used_until_there(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    path = chosen.folder / "audio.wav"
    path.write_bytes(path.read_bytes()[: 44 + 6 * 64_000])
    found = met(chosen, TRIPS, TRIPS)
    assert [kind for kind, _ in found.problems] == [parts.SHORT_AUDIO]
    assert "6.0 s of 14.0 s" in found.problems[0][1]
    assert found.fate == "unchanged" and found.noise is None
    assert 5000 <= found.duration_ms <= 6000


def test_a_log_that_was_cut_short_is_used_until_there(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    lines = chosen.log.read_bytes().splitlines(keepends=True)
    chosen.log.write_bytes(b"".join(lines[:-12]) + lines[-12][:20])
    found = met(chosen, TRIPS, TRIPS)
    assert [kind for kind, _ in found.problems] == [parts.CUT_LOG]
    assert found.fate == "unchanged" and found.noise is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [(b"nonsense\n", parts.NO_LOG), (b"", parts.NO_LOG), (None, parts.NO_LOG)],
    ids=["damaged", "empty", "gone"],
)
def test_a_log_that_cannot_be_read_is_told(
    trip: Chosen, tmp_path: Path, text: bytes | None, kind: str
) -> None:
    chosen = copied(trip, tmp_path)
    chosen.log.unlink()
    if text is not None:
        chosen.log.write_bytes(text)
    found = met(chosen, TRIPS, TRIPS)
    assert not found.usable
    assert found.problems[0][0] == kind and str(chosen.log) in found.problems[0][1]


def test_a_call_that_had_not_begun_is_told(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    chosen.log.write_bytes(chosen.log.read_bytes().splitlines(keepends=True)[0])
    assert met(chosen, TRIPS, TRIPS).problems[0][0] == parts.EMPTY


def test_a_call_whose_bot_was_not_kept_is_told(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    with pytest.raises(parts.Unusable, match="was not kept") as error:
        parts.kept_bot(chosen)
    assert error.value.kind == parts.NO_BOT and chosen.id in error.value.message


def test_a_log_from_before_moves_were_told_is_brought_up_to_date(trip: Chosen, tmp_path: Path) -> None:
    chosen = copied(trip, tmp_path)
    from viva.call.log import header_line, record_line
    from viva.call.wire import decode_command

    header, records, _ = read_log(chosen.log)
    old = [
        record_line(
            one.n,
            one.event,
            [decode_command(command) for command in one.commands if command["kind"] != "dialogue_moved"],
        )
        for one in records
    ]
    chosen.log.write_bytes(b"".join([header_line(header), *old]))
    found = met(chosen, TRIPS, TRIPS)
    assert found.fate == "unchanged" and found.noise is None and found.turns == 3

"""The pages' own reckoning, run where it runs: captions, buffers, rates, the window on a call."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.peer import Peer

pytestmark = pytest.mark.browser


@pytest.fixture
def run(peer: Peer, page: Page) -> Any:
    """Evaluate the body of a JavaScript function `(m, given) => ...` with a module of the pages as `m`."""
    page.goto(peer.origin)

    def evaluate(module: str, body: str, given: Any = None) -> Any:
        script = f"async (given) => {{ const m = await import('/static/{module}'); {body} }}"
        return page.evaluate(script, given)

    return evaluate


def bot_turn(run: Any, captions: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    body = "return given.reduce((turn, [text, final]) => m.takeBotCaption(turn, text, final), []);"
    found: list[dict[str, Any]] = run("call/captions.js", body, captions)
    return found


def test_a_turn_s_sentences_settle_one_by_one(run: Any) -> None:
    turn = bot_turn(run, [("One.", False), ("One.", True), ("Two  words.", False)])
    assert [(s["text"], s["state"]) for s in turn] == [("One.", "heard"), ("Two words.", "playing")]


def test_an_interrupted_sentence_is_cut_where_it_was_heard(run: Any) -> None:
    turn = bot_turn(run, [("One.", False), ("One.", True), ("Two words.", False), ("Two", True)])
    assert turn[-1] == {"text": "Two words.", "heard": 3, "state": "interrupted"}
    (unheard,) = bot_turn(run, [("One.", False), ("", True)])
    assert unheard == {"text": "One.", "heard": 0, "state": "interrupted"}


def test_a_final_caption_of_the_whole_turn_is_understood_too(run: Any) -> None:
    turn = bot_turn(run, [("One.", False), ("One.", True), ("Two words.", False), ("One. Two", True)])
    assert [(s["heard"], s["state"]) for s in turn] == [(4, "heard"), (3, "interrupted")]


def test_a_final_caption_in_other_words_is_the_truth(run: Any) -> None:
    assert bot_turn(run, [("2 pm.", False), ("two p m", True)])[0]["text"] == "two p m"


JITTER = """
  const buffer = new m.JitterBuffer({ rate: 16000 });
  const block = new Float32Array(128);
  const ones = (ms) => new Float32Array(ms * 16).fill(1);
  const pull = (ms) => {
    const out = [];
    for (let i = 0; i < ms * 16; i += 128) { buffer.pull(block); out.push(...block); }
    return out;
  };
"""


def test_playing_starts_with_60_ms_in_hand(run: Any) -> None:
    body = JITTER + (
        "buffer.push(ones(40)); const early = pull(16); buffer.push(ones(20)); const late = pull(16);"
        "return [Math.max(...early), Math.min(...late), buffer.playedMs];"
    )
    assert run("call/jitter.js", body) == [0, 1, 16]


def test_a_sound_shorter_than_the_start_is_played_all_the_same(run: Any) -> None:
    body = JITTER + "buffer.push(ones(20)); pull(200); return [buffer.playedMs, buffer.playing];"
    assert run("call/jitter.js", body) == [20, False]


def test_filler_silence_does_not_count_as_played(run: Any) -> None:
    body = JITTER + (
        "buffer.push(ones(100)); pull(400); buffer.push(ones(100)); pull(400); return buffer.playedMs;"
    )
    assert run("call/jitter.js", body) == 200


def test_clear_fades_within_5_ms_and_forgets_the_rest(run: Any) -> None:
    body = JITTER + (
        "buffer.push(ones(1000)); pull(80); buffer.clear(); const out = pull(16);"
        "const falling = out.slice(0, 80).every((x, i) => !i || x < out[i - 1]);"
        "return [out.filter((x) => x > 0).length, falling, buffer.playedMs];"
    )
    heard, falling, played = run("call/jitter.js", body)
    assert heard == 80 and falling and played == 85


def test_the_bot_s_voice_is_lowered_by_12_db_within_20_ms_and_raised(run: Any) -> None:
    body = """
      const context = new OfflineAudioContext(1, 3200, 16000);
      const sound = new m.Sound(null, {});
      sound.context = context;
      sound.gain = new GainNode(context);
      const voice = new ConstantSourceNode(context);
      voice.connect(sound.gain).connect(context.destination);
      voice.start();
      sound.duck(true);
      context.suspend(0.1).then(() => { sound.duck(false); context.resume(); });
      const out = (await context.startRendering()).getChannelData(0);
      return [0, 0.01, 0.025, 0.09, 0.111, 0.13].map((s) => out[Math.round(s * 16000)]);
    """
    start, falling, low, still, rising, whole = run("call/sound.js", body)
    assert start == pytest.approx(1, abs=0.01) and 0.25 < falling < 1
    assert low == still == pytest.approx(0.25)
    assert 0.25 < rising < 1 and whole == pytest.approx(1)


def test_what_follows_a_clear_is_whole(run: Any) -> None:
    body = JITTER + (
        "buffer.push(ones(500)); pull(80); buffer.clear(); buffer.push(ones(100)); const out = pull(400);"
        "return out.filter((x) => x === 1).length;"
    )
    assert run("call/jitter.js", body) == 1600


def test_a_flood_keeps_the_newest_twenty_seconds(run: Any) -> None:
    body = JITTER + "buffer.push(ones(25000)); return buffer.held;"
    assert run("call/jitter.js", body) == 320_000


RATES = [(48000, 16000), (44100, 16000), (16000, 48000), (16000, 44100)]


@pytest.mark.parametrize(("source", "target"), RATES)
def test_resampling_keeps_a_tone_and_its_length(run: Any, source: int, target: int) -> None:
    body = """
      const [source, target] = given;
      const at = (i) => Math.sin(2 * Math.PI * 1000 * i / source);
      const second = Float32Array.from({ length: source }, (_, i) => at(i));
      const whole = [...new m.Resampler(source, target).push(second)];
      const parts = []; const chunked = new m.Resampler(source, target);
      for (let i = 0; i < source; i += 128) parts.push(...chunked.push(second.subarray(i, i + 128)));
      const inner = whole.slice(200, -200);
      const power = Math.sqrt(inner.reduce((sum, x) => sum + x * x, 0) / inner.length);
      return [whole.length, power, Math.max(...whole.map((x, i) => Math.abs(x - parts[i])))];
    """
    length, power, difference = run("call/resample.js", body, [source, target])
    assert length == pytest.approx(target, abs=60)
    assert power == pytest.approx(0.7071, abs=0.02)
    assert difference < 1e-4, "chunking must not be heard"


def test_resampling_down_lets_nothing_fold_back(run: Any) -> None:
    body = """
      const high = Float32Array.from({ length: 48000 }, (_, i) => Math.sin(2 * Math.PI * 11000 * i / 48000));
      const out = [...new m.Resampler(48000, 16000).push(high)].slice(200, -200);
      return Math.sqrt(out.reduce((sum, x) => sum + x * x, 0) / out.length);
    """
    assert run("call/resample.js", body) < 0.7071 / 100  # 40 dB down


def test_zooming_keeps_the_place_under_the_pointer_and_stays_in_the_call(run: Any) -> None:
    body = """
      const v = new m.Viewport(1800000); v.place(80, 1000);
      const before = v.at(580); v.zoom(0.01, before); const after = v.at(580);
      v.pan(-1e9); const left = v.start; v.pan(1e9); const right = v.end; v.zoom(1e-9);
      return [before - after, left, right, v.span];
    """
    drift, left, right, shortest = run("callpage/viewport.js", body)
    assert abs(drift) < 1 and (left, right, shortest) == (0, 1_800_000, 400)


def test_only_what_is_in_view_is_taken(run: Any) -> None:
    body = """
      const items = Array.from({ length: 1000 }, (_, i) => ({ start_ms: i * 1000, end_ms: i * 1000 + 900 }));
      return m.within(items, 500400, 502100, 900).map((one) => one.start_ms);
    """
    assert run("callpage/viewport.js", body) == [500_000, 501_000, 502_000]


def test_a_prepared_reply_was_worked_on_while_waiting(run: Any) -> None:
    latency = {"total": 540, "pause": 160, "decision": 360, "recognition": 90, "first_audio": 12}
    body = """return ['used', 'none'].map((speculation) =>
        m.layOut(given, speculation).find((part) => part.key === 'recognition').start);"""
    assert run("common/latency.js", body, latency) == [160, 438]


def test_the_event_log_is_read_line_by_line(run: Any) -> None:
    log = (
        '{"log": 1, "call": "c1"}\n'
        '{"n": 1, "event": {"kind": "speech_started", "t": 40, "at": 20}, '
        '"commands": [{"kind": "floor_changed"}]}\n'
        '{"n": 2, "eve'
    )
    rows = run("callpage/eventlog.js", "return m.readLog(given);", log)
    assert [(r["t"], r["kind"]) for r in rows] == [
        (None, "header"),
        (40, "speech_started"),
        (40, "→ floor_changed"),
        (40, "damaged"),
    ]


def test_times_as_people_read_them(run: Any) -> None:
    body = """return [m.clock(7900), m.clock(3723000), m.fineClock(7340), m.millis(540), m.millis(1240),
        m.median([3, 1, 2])];"""
    assert run("common/format.js", body) == ["0:07", "1:02:03", "0:07.3", "540 ms", "1.24 s", 2]


def test_every_reason_and_floor_of_the_protocol_has_words(run: Any) -> None:
    from typing import get_args, get_type_hints

    from viva.call.commands import EndCall
    from viva.call.floor import FloorState

    reasons = list(get_args(get_type_hints(EndCall)["reason"]))
    body = "return given.filter((code) => m.reasonWords(code) === code.replaceAll('_', ' '));"
    assert run("common/words.js", body, reasons) == []
    body = "return given.filter((state) => !(state in m.FLOOR));"
    assert run("common/floor.js", body, list(get_args(FloorState))) == []
    assert run("common/words.js", "return m.closeWords(1006);").startswith("The connection was lost")

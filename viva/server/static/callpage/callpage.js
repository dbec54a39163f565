/** One call, looked at afterwards. */

import { askJson } from "../common/api.js";
import { byId, el, oncePerFrame } from "../common/dom.js";
import { FLOOR, onThemeChange } from "../common/floor.js";
import { clock, dateTime, fineClock } from "../common/format.js";
import { reasonWords } from "../common/words.js";
import { VoiceCurves } from "./curves.js";
import { eventLog } from "./eventlog.js";
import { gestures } from "./gestures.js";
import { Overview } from "./overview.js";
import { showReplies } from "./replies.js";
import { placeTip, tipContent } from "./tip.js";
import { Tracks } from "./tracks/tracks.js";
import { markNow, showTranscript } from "./transcript.js";
import { Viewport } from "./viewport.js";
import { Waveform } from "./waveform.js";

const FINEST_MS = 20;
const MOST_COLUMNS = 16000;
const LIVE_REFRESH_MS = 5000;

const id = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const api = `/api/calls/${encodeURIComponent(id)}`;
const audio = /** @type {HTMLAudioElement} */ (byId("audio"));

function showFacts({ call }) {
  document.title = `${call.bot}, ${dateTime(call.started_at)} · VIVA`;
  byId("title").textContent = `Call to ${call.bot}`;
  const status = byId("status");
  status.textContent = call.status;
  status.className = `status status-${call.status}`;
  const facts = { Started: dateTime(call.started_at), Length: clock(call.duration_ms), Turns: call.turns,
    Channel: call.channel, Caller: call.caller, Ended: reasonWords(call.reason), "Call ID": call.id };
  byId("facts").replaceChildren(...Object.entries(facts).filter(([, value]) => value !== "" && value != null)
    .map(([name, value]) => el("div", {}, el("dt", { text: name }), el("dd", { text: String(value) }))));
  byId("get-audio").setAttribute("href", `${api}/audio.wav`);
  byId("get-audio").setAttribute("download", `${call.id}.wav`);
  byId("get-log").setAttribute("href", `${api}/events`);
  byId("get-log").setAttribute("download", `${call.id}.jsonl`);
}

function showLists(shown, seek) {
  showTranscript(byId("transcript"), shown, seek);
  byId("replies-panel").hidden = !shown.replies.length;
  if (shown.replies.length) showReplies(byId("replies"), shown.replies, seek);
  byId("notes-panel").hidden = !shown.notes.length;
  byId("notes").replaceChildren(...shown.notes.map((note) => el("li", {},
    el("button", { type: "button", class: "seek", text: clock(note.at_ms), on: { click: () => seek(note.at_ms) } }),
    el("span", { text: `${note.code.replaceAll("_", " ")}: ${note.message}` }))));
  for (const panel of ["call-head", "timeline-panel", "transcript-panel", "events"]) byId(panel).hidden = false;
}

function showLegend(shown, hasAudio) {
  const floor = Object.entries(FLOOR).filter(([state]) => state !== "ended").map(([, one]) => [`var(${one.colour})`, one.past]);
  const marks = [
    shown.pauses.length ? ["var(--good)", "Turn taken", "round"] : null,
    shown.pauses.length ? ["var(--warn)", "Waited on", "round hollow"] : null,
    shown.ducking.length ? ["var(--warn)", "Bot's voice lowered", "hatched"] : null,
    hasAudio ? ["var(--pitch)", "Pitch, Hz", "round"] : null,
    hasAudio ? ["color-mix(in srgb, var(--caller) 40%, transparent)", "Level"] : null,
  ].filter(Boolean);
  byId("legend").replaceChildren(...[...floor, ...marks].map(([colour, name, look = ""]) => {
    const swatch = el("i", { class: `swatch ${look}` });
    swatch.style.setProperty("--ink", colour);
    return el("span", {}, swatch, name);
  }));
}

async function fetchPeaks(durationMs) {
  const width = Math.max(1200, Math.min(MOST_COLUMNS, Math.ceil(durationMs / FINEST_MS)));
  try {
    return await askJson(`${api}/peaks?width=${width}`);
  } catch {
    return null;
  }
}

async function open() {
  const shown = await askJson(api);
  showFacts(shown);
  const peaks = await fetchPeaks(shown.call.duration_ms ?? 0);
  const ends = shown.floor.map((span) => span.end_ms);
  const duration = Math.max(shown.call.duration_ms ?? 0, peaks?.duration_ms ?? 0, ends.at(-1) ?? 0);
  const viewport = new Viewport(duration);
  const tracks = new Tracks(/** @type {HTMLCanvasElement} */ (byId("tracks")), viewport);
  const draw = oncePerFrame(() => {
    tracks.draw();
    overview.draw();
  });
  const overview = new Overview(/** @type {HTMLCanvasElement} */ (byId("overview")), viewport, draw);
  const sound = peaks && { waveform: new Waveform(peaks, `${api}/audio.wav`, draw),
    curves: new VoiceCurves(`${api}/voice`, peaks.duration_ms, draw) };
  tracks.setCall(shown, sound);
  overview.floor = shown.floor;
  if (sound) {
    audio.src = `${api}/audio.wav`;
  } else {
    byId("play").toggleAttribute("disabled", true);
    byId("get-audio").hidden = true;
  }

  const moveTo = (ms) => {
    tracks.cursor = Math.max(0, Math.min(duration, ms));
    overview.cursor = tracks.cursor;
    byId("time").textContent = `${fineClock(tracks.cursor)} / ${clock(duration)}`;
    markNow(byId("transcript"), tracks.cursor);
    draw();
  };
  const seek = (ms) => {
    audio.currentTime = ms / 1000;
    moveTo(ms);
    viewport.follow(tracks.cursor);
  };
  const toggle = () => (audio.paused ? audio.play().catch(() => {}) : audio.pause());
  player(moveTo, toggle, viewport);
  gestures(tracks.canvas, viewport, { changed: draw, seek, toggle, step: (ms) => seek(tracks.cursor + ms),
    ...pointer(tracks, draw, seek) });
  for (const [button, act] of Object.entries({ "zoom-in": () => viewport.zoom(0.5, zoomPlace(viewport, tracks)),
    "zoom-out": () => viewport.zoom(2, zoomPlace(viewport, tracks)), "zoom-all": () => viewport.show(0, duration) })) {
    byId(button).addEventListener("click", () => {
      act();
      draw();
    });
  }
  new ResizeObserver(draw).observe(tracks.canvas);
  onThemeChange(() => {
    tracks.readColours();
    overview.readColours();
    draw();
  });
  showLegend(shown, Boolean(sound));
  showLists(shown, seek);
  eventLog(`${api}/events`);
  moveTo(0);
  if (shown.call.status === "live") watchLive();
}

/** Where the buttons zoom: at the playing place while it is in view, as that is what is looked at. */
function zoomPlace(viewport, tracks) {
  const { cursor } = tracks;
  return cursor >= viewport.start && cursor <= viewport.end ? cursor : undefined;
}

function player(moveTo, toggle, viewport) {
  const follow = /** @type {HTMLInputElement} */ (byId("follow"));
  const play = byId("play");
  const frame = () => {
    const ms = audio.currentTime * 1000;
    if (follow.checked) viewport.follow(ms);
    moveTo(ms);
    if (!audio.paused) requestAnimationFrame(frame);
  };
  play.addEventListener("click", toggle);
  audio.addEventListener("play", () => {
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
    requestAnimationFrame(frame);
  });
  audio.addEventListener("pause", () => {
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  });
}

function pointer(tracks, draw, seek) {
  const tip = byId("tip");
  const leave = () => {
    tip.hidden = true;
    tracks.pointed = null;
    draw();
  };
  const show = (target, x, y) => {
    if (target.item !== tracks.pointed?.item) {
      tracks.pointed = target;
      tip.replaceChildren(...tipContent(target));
      tip.hidden = false;
      draw();
    }
    placeTip(tip, byId("timeline"), x, y);
  };
  const point = (x, y) => {
    const target = tracks.hit(x, y);
    if (target) show(target, x, y);
    else if (tracks.pointed) leave();
  };
  /** The next or the previous decision from the playing place on, told as if it was pointed at. */
  const decision = (step) => {
    const ahead = (one) => (step > 0 ? one.item.start_ms > tracks.cursor + 0.5 : one.item.start_ms < tracks.cursor - 0.5);
    const all = tracks.decisions;
    const target = step > 0 ? all.find(ahead) : all.findLast(ahead);
    if (!target) return;
    seek(target.item.start_ms);
    const { x, y } = tracks.placeOf(target);
    show(target, x, y);
    byId("told").textContent = target.item.why;
  };
  return { point, leave, decision };
}

/** A call that is still going on: the page is loaded again once it is over, not under the reader's hands before. */
function watchLive() {
  const box = byId("problem");
  box.textContent = "This call is still going on; the page shows it up to when it was opened.";
  box.hidden = false;
  const watching = setInterval(async () => {
    const { call } = await askJson(api).catch(() => ({ call: { status: "live" } }));
    if (call.status === "live") return;
    clearInterval(watching);
    location.reload();
  }, LIVE_REFRESH_MS);
}

open().catch((error) => {
  byId("problem").textContent = error.message;
  byId("problem").hidden = false;
});

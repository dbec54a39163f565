/** What is said of the thing under the pointer. */

import { el } from "../common/dom.js";
import { FLOOR } from "../common/floor.js";
import { fineClock, millis } from "../common/format.js";
import { latencyBars } from "../common/latency.js";
import { meaningChips } from "./meaning.js";
import { mannerWords } from "./manner.js";
import { oddsBars } from "./odds.js";
import { KINDS, outcomeOf } from "./tracks/overlaps.js";

/**
 * @param {{kind: string, item: Object}} target as `Tracks.hit` gives
 * @returns {HTMLElement[]}
 */
export function tipContent({ kind, item }) {
  return { line: lineTip, reply: replyTip, note: noteTip, floor: floorTip, pause: pauseTip, overlap: overlapTip,
    ducking: duckingTip, aside: asideTip, voice: voiceTip }[kind](item);
}

/**
 * Put a tip beside a place, inside its frame.
 * @param {HTMLElement} tip
 * @param {HTMLElement} frame
 * @param {number} x px in the frame
 * @param {number} y px in the frame
 */
export function placeTip(tip, frame, x, y) {
  const left = Math.max(0, Math.min(frame.clientWidth - tip.offsetWidth, x + 14));
  const below = y + 18;
  tip.style.left = `${left}px`;
  tip.style.top = `${below}px`;
}

const times = (item) => `${fineClock(item.start_ms)} to ${fineClock(item.end_ms)} · ${millis(item.end_ms - item.start_ms)}`;

const title = (text) => el("p", { class: "tip-title", text });

const hint = (text) => el("p", { class: "hint", text });

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function lineTip(line) {
  const parts = [title(line.text || "(no words)"), hint(times(line))];
  if (line.interrupted) parts.push(el("p", { text: `Heard: ${line.heard || "nothing"}` }));
  if (line.speaker === "caller" && line.words?.length) {
    parts.push(el("div", { class: "chips" }, ...line.words.map((word) => el("span", { class: "chip" },
      el("b", { text: word.text }), ` ${fineClock(word.start_ms)}`,
      word.confidence === undefined ? "" : ` · ${Math.round(word.confidence * 100)} %`))));
  }
  const others = (line.alternatives ?? []).slice(1, 4);
  if (others.length) {
    parts.push(hint("Or:"), ...others.map((one) => el("p", { text: `${one.text} (${Math.round(one.posterior * 100)} %)` })));
  }
  const chips = meaningChips(line);
  if (chips) parts.push(chips);
  if (line.voice) parts.push(hint(mannerWords(line.voice)));
  if (line.why) parts.push(el("p", { text: `${capital(line.why)}.` }));
  return parts;
}

const replyTip = (reply) => [title(`Reply to turn ${reply.turn}`), latencyBars(reply)];

const noteTip = (note) => [title(note.code.replaceAll("_", " ")), el("p", { text: note.message }), hint(fineClock(note.at_ms))];

const floorTip = (span) => [title(FLOOR[span.state]?.past ?? span.state), hint(times(span))];

function pauseTip(pause) {
  const last = pause.scores.at(-1);
  const name = { taken: `The turn is over (turn ${pause.turn})`, went_on: "The caller went on", dropped: "No answer", open: "A pause" };
  const parts = [title(name[pause.outcome]), hint(times(pause))];
  if (pause.why) parts.push(el("p", { text: `${capital(pause.why)}.` }));
  parts.push(oddsBars(last.because),
    hint(`Together ${Math.round(last.over * 100)} % likely to be over, after ${millis(last.silence_ms)}; taken from ${Math.round(last.threshold * 100)} % on.`));
  return parts;
}

function overlapTip(overlap) {
  const { name } = KINDS[overlap.kind ?? "unknown"];
  return [title(`Over the bot: ${name}`), hint(times(overlap)),
    el("p", { text: overlap.why ? `${capital(overlap.why)}.` : "The call ended before it was decided." }),
    overlap.resumed ? el("p", { text: `It was nothing after all: ${outcomeOf(overlap)}.` }) : null,
    ...overlap.judged.map((one) => hint(`${fineClock(one.at_ms)} ${KINDS[one.kind].name} ${Math.round(one.confidence * 100)} %, `
      + `wants the floor ${Math.round(one.interruption * 100)} %${one.text ? ` · “${one.text}”` : ""}`))].filter(Boolean);
}

const duckingTip = (span) => [title("The bot's voice is lowered"), hint(times(span)),
  el("p", { text: "The caller makes a sound, and what it is is not known yet." })];

const asideTip = (aside) => [title(aside.text), hint(`${capital(aside.kind)} · ${times(aside)}`)];

const voiceTip = (frame) => [title(frame.pitch_hz === null ? "No voice" : `Pitch ${Math.round(frame.pitch_hz)} Hz`),
  el("p", { text: `Level ${figure(frame.level_db)} dBFS, tilt ${figure(frame.tilt_db)} dB` }), hint(fineClock(frame.at_ms))];

const figure = (value) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(0)}`;

/** What is said of the thing under the pointer. */

import { el } from "../common/dom.js";
import { FLOOR } from "../common/floor.js";
import { fineClock, millis } from "../common/format.js";
import { latencyBars } from "../common/latency.js";
import { meaningChips } from "./meaning.js";

/**
 * @param {{kind: string, item: Object}} target as `Tracks.hit` gives
 * @returns {HTMLElement[]}
 */
export function tipContent({ kind, item }) {
  return { line: lineTip, reply: replyTip, note: noteTip, floor: floorTip }[kind](item);
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

function lineTip(line) {
  const parts = [el("p", { class: "tip-title", text: line.text || "(no words)" }),
    el("p", { class: "hint", text: times(line) })];
  if (line.interrupted) parts.push(el("p", { text: `Heard: ${line.heard || "nothing"}` }));
  if (line.speaker === "caller" && line.words?.length) {
    parts.push(el("div", { class: "chips" }, ...line.words.map((word) => el("span", { class: "chip" },
      el("b", { text: word.text }), ` ${fineClock(word.start_ms)}`,
      word.confidence === undefined ? "" : ` · ${Math.round(word.confidence * 100)} %`))));
  }
  const others = (line.alternatives ?? []).slice(1, 4);
  if (others.length) {
    parts.push(el("p", { class: "hint", text: "Or:" }), ...others.map(
      (one) => el("p", { text: `${one.text} (${Math.round(one.posterior * 100)} %)` })));
  }
  const chips = meaningChips(line);
  if (chips) parts.push(chips);
  return parts;
}

const replyTip = (reply) => [el("p", { class: "tip-title", text: `Reply to turn ${reply.turn}` }), latencyBars(reply)];

const noteTip = (note) => [el("p", { class: "tip-title", text: note.code.replaceAll("_", " ") }),
  el("p", { text: note.message }), el("p", { class: "hint", text: fineClock(note.at_ms) })];

const floorTip = (span) => [el("p", { class: "tip-title", text: FLOOR[span.state]?.past ?? span.state }),
  el("p", { class: "hint", text: times(span) })];

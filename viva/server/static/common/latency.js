/** One reply's wait, taken apart: two lanes on one scale, what was waited for and the work meanwhile. */

import { el } from "./dom.js";
import { millis } from "./format.js";

/** The parts of `latency_ms`, in the order they happen. */
export const PARTS = [
  { key: "pause", name: "Pause seen", lane: "wait" },
  { key: "decision", name: "Decision", lane: "wait" },
  { key: "recognition", name: "Recognition", lane: "work" },
  { key: "understanding", name: "Understanding", lane: "work" },
  { key: "wording", name: "Wording", lane: "work" },
  { key: "first_audio", name: "First audio", lane: "work" },
];

/** What `speculation` means. */
export const SPECULATION = {
  used: "prepared during the pause and used",
  late: "preparation had begun, but was not ready in time",
  none: "nothing was prepared ahead",
};

/**
 * Where each part is drawn. The parts overlap: a reply prepared during the pause is worked on while
 * the turn is still being decided, so waiting and work get a lane each.
 * @param {Object<string, number>} latency `latency_ms` of a reply
 * @param {string} speculation `used`, `late` or `none`
 * @returns {{key: string, name: string, lane: string, start: number, ms: number}[]} start and length in
 *   ms from the end of the caller's speech
 */
export function layOut(latency, speculation) {
  const ms = (key) => Math.max(0, Number(latency[key]) || 0);
  const work = PARTS.filter((part) => part.lane === "work").reduce((sum, part) => sum + ms(part.key), 0);
  const afterDecision = Math.max(ms("pause"), (Number(latency.total) || 0) - work);
  const at = { wait: 0, work: speculation === "used" ? ms("pause") : afterDecision };
  return PARTS.filter((part) => part.key in latency).map((part) => {
    const placed = { key: part.key, name: part.name, lane: part.lane, start: at[part.lane], ms: ms(part.key) };
    at[part.lane] += placed.ms;
    return placed;
  });
}

/**
 * How quick a reply felt.
 * @param {number} total ms
 * @returns {"quick"|"fair"|"slow"} people answer each other in about 200 ms (Stivers et al. 2009, PNAS
 *   106:10587) and bear about one second of silence (Jefferson 1989); 600 ms is VIVA's own aim
 */
export function pace(total) {
  if (total <= 600) return "quick";
  return total <= 1000 ? "fair" : "slow";
}

/**
 * The breakdown as bars with numbers.
 * @param {{latency_ms: Object<string, number>, speculation?: string}} reply
 * @param {number} [scale] ms that the full width stands for; the reply's own length where not given
 * @returns {HTMLElement}
 */
export function latencyBars(reply, scale) {
  const latency = reply.latency_ms ?? {};
  const speculation = reply.speculation ?? "none";
  const parts = layOut(latency, speculation);
  const total = Number(latency.total) || 0;
  const end = Math.max(total, ...parts.map((part) => part.start + part.ms), 1);
  const full = Math.max(scale ?? 0, end);
  const percent = (ms) => `${((100 * ms) / full).toFixed(3)}%`;

  const bars = el("div", { class: "latency-bars", "aria-hidden": "true" });
  for (const lane of ["wait", "work"]) {
    const row = el("div", { class: "latency-lane" });
    for (const part of parts.filter((one) => one.lane === lane && one.ms > 0)) {
      const bar = el("span", { class: `latency-part part-${part.key}`, title: `${part.name} ${millis(part.ms)}` });
      bar.style.left = percent(part.start);
      bar.style.width = percent(part.ms);
      row.append(bar);
    }
    bars.append(row);
  }
  const mark = el("span", { class: "latency-total", title: `Audible after ${millis(total)}` });
  mark.style.left = percent(total);
  bars.append(mark);

  const numbers = el("dl", { class: "latency-numbers" });
  for (const part of parts) {
    numbers.append(el("div", {},
      el("dt", {}, el("span", { class: `swatch part-${part.key}`, "aria-hidden": "true" }), part.name),
      el("dd", { text: millis(part.ms) })));
  }
  numbers.append(el("div", { class: "latency-sum" }, el("dt", { text: "Audible after" }),
    el("dd", { text: millis(total) })));
  return el("div", { class: "latency" }, bars, numbers,
    el("p", { class: "latency-note", text: `Reply ${SPECULATION[speculation] ?? speculation}.` }));
}

/** The transcript to read: one entry for each utterance, a bot's turn in one piece. */

import { el } from "../common/dom.js";
import { clock, fineClock } from "../common/format.js";
import { meaningChips } from "./meaning.js";

const BY = { text: "typed", keys: "keypad" };

/** A bot that speaks again after so long has waited in vain and asks once more: that is read apart. */
const ASKS_AGAIN_MS = 1500;

/**
 * The sentences of one bot turn that follow each other as one entry.
 * @param {Object[]} lines the transcript of `/api/calls/ID`
 * @returns {Object[][]} neighbours with the same speaker and turn, spoken in one go
 */
export function groupTurns(lines) {
  const groups = [];
  for (const line of lines) {
    const last = groups.at(-1)?.at(-1);
    const sameTurn = last && last.speaker === "bot" && line.speaker === "bot" && last.turn === line.turn;
    if (sameTurn && line.start_ms - (last.end_ms ?? line.start_ms) < ASKS_AGAIN_MS) groups.at(-1).push(line);
    else groups.push([line]);
  }
  return groups;
}

/**
 * Fill the list.
 * @param {HTMLElement} list
 * @param {{transcript: Object[], pauses: Object[], overlaps: Object[]}} call as `/api/calls/ID` answers
 * @param {(ms: number) => void} seek
 */
export function showTranscript(list, { transcript, pauses, overlaps }, seek) {
  list.replaceChildren(...groupTurns(transcript).map((group) => entry(group, decisions(group, pauses, overlaps), seek)));
  if (!transcript.length) list.append(el("li", { class: "empty", text: "Nobody said a word." }));
}

/**
 * Mark the utterance that sounds.
 * @param {HTMLElement} list
 * @param {number} ms
 */
export function markNow(list, ms) {
  for (const item of list.children) {
    item.classList.toggle("now", Number(item.dataset.start) <= ms && ms < Number(item.dataset.end));
  }
}

/** What was decided while these lines were said: the caller's pauses, sounds over the bot. */
function decisions([first, ...rest], pauses, overlaps) {
  const end = (rest.at(-1) ?? first).end_ms ?? Infinity;
  const inside = (one) => first.start_ms <= one.start_ms && one.start_ms < end;
  if (first.speaker === "bot") return overlaps.filter((one) => one.why && inside(one));
  return [...pauses.filter((one) => one.outcome === "went_on" && inside(one)),
    ...(first.why ? [{ start_ms: first.end_ms, why: first.why }] : [])];
}

function entry(group, decided, seek) {
  const [first] = group;
  const start = first.start_ms;
  const end = group.at(-1).end_ms ?? start;
  const cut = group.some((line) => line.interrupted);
  const who = first.speaker === "bot" ? "Bot" : "Caller";
  return el("li", { class: `utterance by-${first.speaker}`, data: { start, end } },
    el("button", { type: "button", class: "seek", text: clock(start), "aria-label": `Play from ${clock(start)}`,
      on: { click: () => seek(start) } }),
    el("div", {},
      el("span", { class: "who", text: BY[first.by] ? `${who} · ${BY[first.by]}` : who }),
      cut ? el("span", { class: "who cut-mark", text: " · interrupted" }) : null,
      el("p", { class: "words" }, ...group.flatMap(words)),
      ...[...new Set(group.map((line) => line.sounded).filter(Boolean))].map((how) => el("p", { class: "why", text: how })),
      ...decided.map((one) => el("p", { class: "why" }, el("button", { type: "button", class: "seek", text: fineClock(one.start_ms),
        "aria-label": `Play from ${fineClock(one.start_ms)}`, on: { click: () => seek(one.start_ms) } }), ` ${one.why}`)),
      meaningChips(first), others(first)));
}

function words(line) {
  if (!line.interrupted) return [el("span", { text: line.text || "(no words)" }), " "];
  const heard = line.heard ?? "";
  const rest = line.text.startsWith(heard) ? line.text.slice(heard.length).trim() : line.text;
  return [heard ? el("span", { text: heard }) : null, heard ? " " : null, rest ? el("del", { text: rest, title: "not heard" }) : null, " "]
    .filter(Boolean);
}

function others(line) {
  const rest = (line.alternatives ?? []).slice(1);
  if (!rest.length) return null;
  return el("details", { class: "others" }, el("summary", { text: "What else it might have been" }),
    el("table", {}, el("tbody", {}, ...rest.map((one) => el("tr", {},
      el("td", { text: `${(one.posterior * 100).toFixed(1)} %` }), el("td", { text: one.text }))))));
}

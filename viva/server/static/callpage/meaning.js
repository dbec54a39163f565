/** What an utterance was taken to mean, as chips. */

import { el } from "../common/dom.js";
import { fineClock } from "../common/format.js";

/**
 * @param {{intents?: {name: string, confidence: number}[], entities?: Object[]}} line
 * @returns {HTMLElement|null} null where nothing was read from it
 */
export function meaningChips(line) {
  const intents = (line.intents ?? []).map((one) => el("span", { class: "chip" }, "intent ",
    el("b", { text: one.name }), ` ${Math.round(one.confidence * 100)} %`));
  const entities = (line.entities ?? []).map((one) => el("span", { class: "chip", title: origin(one, line.alternatives) }, `${one.name} `,
    el("b", { text: typeof one.value === "string" ? one.value : JSON.stringify(one.value) })));
  if (!intents.length && !entities.length) return null;
  return el("div", { class: "chips" }, ...intents, ...entities);
}

/** Where a value comes from: its words, when they were said, how sure it is, how many alternatives have it. */
function origin({ text, start_ms, end_ms, confidence, supported_by }, alternatives) {
  if (text === undefined) return "";
  const when = start_ms == null ? "" : ` at ${fineClock(start_ms)} to ${fineClock(end_ms)}`;
  const many = alternatives?.length > 1 ? ` · in ${supported_by.length} of ${alternatives.length} alternatives` : "";
  return `"${text}"${when} · ${Math.round(confidence * 100)} %${many}`;
}

/** What an utterance was taken to mean, as chips. */

import { el } from "../common/dom.js";

/**
 * @param {{intents?: {name: string, confidence: number}[], entities?: {name: string, value: any}[]}} line
 * @returns {HTMLElement|null} null where nothing was read from it
 */
export function meaningChips(line) {
  const intents = (line.intents ?? []).map((one) => el("span", { class: "chip" }, "intent ",
    el("b", { text: one.name }), ` ${Math.round(one.confidence * 100)} %`));
  const entities = (line.entities ?? []).map((one) => el("span", { class: "chip" }, `${one.name} `,
    el("b", { text: typeof one.value === "string" ? one.value : JSON.stringify(one.value) })));
  if (!intents.length && !entities.length) return null;
  return el("div", { class: "chips" }, ...intents, ...entities);
}

/** What a score follows from, as bars: to the right for the turn being over, to the left against it. */

import { el } from "../common/dom.js";
import { signed } from "../common/format.js";

const FULL = 4;

/**
 * @param {Object<string, number>} because parts of the natural-log odds
 * @returns {HTMLElement}
 */
export function oddsBars(because) {
  return el("div", { class: "odds" }, ...Object.entries(because).flatMap(([name, odds]) => {
    const bar = el("i", { class: odds > 0 ? "for" : "against" });
    const long = Math.min(1, Math.abs(odds) / FULL) * 50;
    bar.style.width = `${long}%`;
    bar.style.left = `${odds > 0 ? 50 : 50 - long}%`;
    return [el("span", { text: name }), el("span", { class: "odds-bar", "aria-hidden": "true" }, bar),
      el("span", { class: "number", text: signed(odds) })];
  }));
}

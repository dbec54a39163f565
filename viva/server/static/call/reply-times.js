/** The call's replies at a glance: the middle, the slowest, and one column each. */

import { el } from "../common/dom.js";
import { median, millis } from "../common/format.js";
import { pace } from "../common/latency.js";

const COLUMNS = 24;
const SCALE_MS = 1500;

/** The panel of reply times. */
export class ReplyTimes {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.totals = [];
    this.draw();
  }

  /** @param {number} total ms */
  add(total) {
    this.totals.push(total);
    this.draw();
  }

  /** @returns {string} e.g. `4 replies, half of them within 540 ms`; '' before the first */
  get summary() {
    if (!this.totals.length) return "";
    if (this.totals.length === 1) return `1 reply, after ${millis(this.totals[0])}`;
    return `${this.totals.length} replies, half of them within ${millis(median(this.totals))}`;
  }

  draw() {
    const columns = el("div", { class: "reply-columns", "aria-hidden": "true" });
    for (const total of this.totals.slice(-COLUMNS)) {
      const column = el("span", { class: `reply-column pace-${pace(total)}`, title: millis(total) });
      column.style.height = `${Math.max(4, Math.min(100, (100 * total) / SCALE_MS))}%`;
      columns.append(column);
    }
    const figure = (name, value) => el("div", {}, el("dt", { text: name }), el("dd", { text: value }));
    const some = this.totals.length > 0;
    this.panel.replaceChildren(columns, el("dl", { class: "figures" },
      figure("Last", some ? millis(this.totals.at(-1)) : "–"),
      figure("Median", some ? millis(median(this.totals)) : "–"),
      figure("Slowest", some ? millis(Math.max(...this.totals)) : "–")),
    el("p", { class: "hint", text: "From the end of your words to the bot's first sound." }));
  }
}

/** Each reply's wait, one below the other on one scale. */

import { el } from "../common/dom.js";
import { clock, median, millis } from "../common/format.js";
import { latencyBars, layOut, pace } from "../common/latency.js";

/**
 * Fill the panel.
 * @param {HTMLElement} panel
 * @param {Object[]} replies
 * @param {(ms: number) => void} seek
 */
export function showReplies(panel, replies, seek) {
  const totals = replies.map((reply) => reply.latency_ms?.total ?? 0);
  const ends = replies.flatMap((reply) => [reply.latency_ms?.total ?? 0,
    ...layOut(reply.latency_ms ?? {}, reply.speculation).map((part) => part.start + part.ms)]);
  const scale = Math.max(500, ...ends);
  panel.replaceChildren(
    el("p", { class: "hint", text: `Median ${millis(median(totals))}, slowest ${millis(Math.max(...totals))}. Above what `
      + "was waited for, below the work done meanwhile; the line marks the bot's first sound." }),
    ...replies.map((reply) => el("div", { class: "reply" },
      el("div", { class: "reply-title" },
        el("button", { type: "button", class: "seek", text: clock(reply.at_ms),
          "aria-label": `Play from ${clock(reply.at_ms)}`,
          on: { click: () => seek(Math.max(0, reply.at_ms - (reply.latency_ms?.total ?? 0) - 1000)) } }),
        el("span", { text: `Reply to turn ${reply.turn}` }),
        el("span", { class: `badge pace-${pace(reply.latency_ms?.total ?? 0)}`, text: millis(reply.latency_ms?.total ?? 0) })),
      latencyBars(reply, scale))));
}

/** The event log as a table that is searched, not scrolled. Fetched when it is opened. */

import { ask } from "../common/api.js";
import { byId, el } from "../common/dom.js";
import { count } from "../common/format.js";

const AT_ONCE = 200;

/**
 * Each event and each command of the log as a row.
 * @param {string} text JSON Lines
 * @returns {{t: number|null, kind: string, rest: string}[]} `kind` of a command begins with an arrow; the
 *   header is `header`, a line that was cut short `damaged`
 */
export function readLog(text) {
  const rows = [];
  let t = null;
  for (const line of text.split("\n")) {
    if (!line) continue;
    let data;
    try {
      data = JSON.parse(line);
    } catch {
      rows.push({ t, kind: "damaged", rest: line });
      continue;
    }
    if (!data.event) {
      rows.push({ t: null, kind: "header", rest: line });
      continue;
    }
    t = data.event.t ?? t;
    rows.push(row(t, data.event, ""));
    for (const command of data.commands ?? []) rows.push(row(t, command, "→ "));
  }
  return rows;
}

function row(t, value, arrow) {
  const { kind, t: _time, ...rest } = value;
  return { t, kind: arrow + kind, rest: JSON.stringify(rest) };
}

/**
 * Make the panel work.
 * @param {string} url of the log
 */
export function eventLog(url) {
  const panel = /** @type {HTMLDetailsElement} */ (byId("events"));
  const words = /** @type {HTMLInputElement} */ (byId("event-words"));
  const kinds = /** @type {HTMLSelectElement} */ (byId("event-kind"));
  let rows = [];
  let shown = AT_ONCE;
  let loaded = false;

  const draw = () => {
    const wanted = words.value.trim().toLowerCase();
    const found = rows.filter((one) => (!kinds.value || one.kind === kinds.value)
      && (!wanted || `${one.kind} ${one.rest}`.toLowerCase().includes(wanted)));
    byId("event-rows").replaceChildren(...found.slice(0, shown).map((one) => el("tr", {},
      el("td", { class: "number", text: one.t === null ? "" : String(one.t) }),
      el("td", { text: one.kind }), el("td", { text: one.rest }))));
    byId("event-count").textContent = found.length > shown ? `${shown} of ${count(found.length, "line")}` : count(found.length, "line");
    byId("event-more").hidden = found.length <= shown;
  };
  const fresh = () => {
    shown = AT_ONCE;
    draw();
  };
  const load = async () => {
    if (!panel.open || loaded) return;
    loaded = true;
    try {
      rows = readLog(await (await ask(url)).text());
      kinds.append(...[...new Set(rows.map((one) => one.kind))].sort().map((kind) => el("option", { value: kind, text: kind })));
      draw();
    } catch (error) {
      loaded = false;
      byId("event-count").textContent = error.message;
    }
  };
  panel.addEventListener("toggle", load);
  load(); // it may have been opened while this script was still being fetched
  words.addEventListener("input", fresh);
  kinds.addEventListener("change", fresh);
  byId("event-more").addEventListener("click", () => {
    shown += AT_ONCE * 2;
    draw();
  });
}

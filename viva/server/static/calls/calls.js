/** The list of calls, newest first. */

import { askJson } from "../common/api.js";
import { byId, el } from "../common/dom.js";
import { clock, dateTime } from "../common/format.js";
import { reasonWords } from "../common/words.js";

const PAGE = 50;
const REFRESH_MS = 4000;

const query = new URLSearchParams(location.search);
const filter = /** @type {HTMLSelectElement} */ (byId("bot-filter"));
let older = [];

function path(before) {
  const wanted = new URLSearchParams({ limit: String(PAGE) });
  if (before) wanted.set("before", before);
  if (filter.value) wanted.set("bot", filter.value);
  return `/api/calls?${wanted}`;
}

/** One call as a row. */
function row(call) {
  const status = el("span", { class: `status status-${call.status}`, text: call.status,
    title: call.status === "cut" ? "The server stopped in the middle of this call; what was said until then is kept" : null });
  return el("tr", { data: { call: call.id } },
    el("td", {}, el("a", { href: `/calls/${encodeURIComponent(call.id)}`, text: dateTime(call.started_at) })),
    el("td", { text: call.bot }),
    el("td", {}, status),
    el("td", { class: "number", text: call.duration_ms === null ? "–" : clock(call.duration_ms) }),
    el("td", { class: "number", text: String(call.turns ?? "–"), data: { name: "turns" } }),
    el("td", { text: [call.channel, call.caller].filter(Boolean).join(" · ") }),
    el("td", { text: reasonWords(call.reason) }));
}

function draw(calls) {
  const focused = document.activeElement?.closest?.("tr")?.dataset.call;
  const rows = byId("rows");
  rows.replaceChildren(...calls.map(row));
  if (!calls.length) {
    rows.append(el("tr", {}, el("td", { colspan: 7, class: "empty" },
      "No calls yet. ", el("a", { href: "/", text: "Make the first one" }), ".")));
  }
  // The rows are new: whoever was at one with the keyboard stays there.
  if (focused) rows.querySelector(`[data-call="${CSS.escape(focused)}"] a`)?.focus();
}

async function refresh() {
  const problem = byId("problem");
  try {
    const newest = await askJson(path());
    const known = new Set(newest.map((call) => call.id));
    draw([...newest, ...older.filter((call) => !known.has(call.id))]);
    if (!older.length) byId("more").hidden = newest.length < PAGE;
    problem.hidden = true;
    byId("fresh").textContent = "";
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
}

async function showOlder() {
  const last = [...byId("rows").querySelectorAll("tr[data-call]")].at(-1)?.dataset.call;
  const more = await askJson(path(last));
  older = [...older, ...more];
  byId("more").hidden = more.length < PAGE;
  await refresh();
}

async function fillFilter() {
  const wanted = query.get("bot") ?? "";
  const bots = await askJson("/api/bots").catch(() => []);
  const names = new Set(bots.map((bot) => bot.name));
  if (wanted) names.add(wanted);
  filter.append(...[...names].sort().map((name) => el("option", { value: name, text: name })));
  filter.value = wanted;
}

filter.addEventListener("change", () => {
  older = [];
  const address = new URL(location.href);
  if (filter.value) address.searchParams.set("bot", filter.value);
  else address.searchParams.delete("bot");
  history.replaceState(null, "", address);
  refresh();
});
byId("more").addEventListener("click", () => showOlder().catch((error) => {
  byId("problem").textContent = error.message;
  byId("problem").hidden = false;
}));
setInterval(() => {
  const keep = /** @type {HTMLInputElement} */ (byId("keep-fresh")).checked;
  if (keep && !document.hidden) refresh();
}, REFRESH_MS);

await fillFilter();
await refresh();

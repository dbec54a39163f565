/** The page `Say`: a form on the left, what was said now and before on the right. */

import { ask, askJson } from "../common/api.js";
import { byId, el } from "../common/dom.js";
import { callerControls } from "./caller.js";
import { showSaid } from "./picture.js";
import { Player } from "./player.js";

const OWN_WORDS = "";
const bots = /** @type {HTMLSelectElement} */ (byId("say-bot"));
const names = /** @type {HTMLSelectElement} */ (byId("say-prompt"));
const variants = /** @type {HTMLSelectElement} */ (byId("say-variant"));
const text = /** @type {HTMLTextAreaElement} */ (byId("say-text"));
const context = /** @type {HTMLSelectElement} */ (byId("say-context"));
const go = /** @type {HTMLButtonElement} */ (byId("say-go"));
const places = byId("say-places");
const player = new Player();
const caller = callerControls(byId("say-caller"));

let prompts = [];
let last = null;

const chosen = () => prompts.find((one) => one.name === names.value);
const shortened = (words) => (words.length > 60 ? `${words.slice(0, 59)}…` : words);

async function choosePrompts() {
  prompts = await askJson(`/api/bots/${encodeURIComponent(bots.value)}/prompts`);
  names.replaceChildren(
    el("option", { value: OWN_WORDS, text: "words of your own" }),
    ...prompts.map((one) => el("option", { value: one.name, text: one.name })));
  if (prompts.some((one) => one.name === "welcome")) names.value = "welcome";
  choosePrompt();
}

function choosePrompt() {
  const prompt = chosen();
  byId("say-text-row").hidden = Boolean(prompt);
  byId("say-context-row").hidden = !prompt;
  chooseOccasion();
  const needed = Object.entries(prompt?.places ?? {});
  places.hidden = !needed.length;
  places.replaceChildren(el("legend", { text: "Values" }), ...needed.map(([place, sample]) =>
    el("label", {}, place, el("input", { type: "text", value: written(sample), data: { place } }))));
}

/** The variants of the occasion. */
function chooseOccasion() {
  const words = chosen()?.variants[context.value || "first"] ?? [];
  byId("say-variant-row").hidden = words.length < 2;
  variants.replaceChildren(...words.map((text, i) => el("option", { value: String(i), text: shortened(text) })));
}

/** Text as it is; everything else as JSON. */
const written = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** What was typed, as the kind of value that the sample is. */
function valueOf(typed, sample) {
  if (typeof sample === "string") return typed;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

function request() {
  const prompt = chosen();
  if (!prompt) return { text: text.value, caller: caller() };
  const slots = {};
  for (const input of places.querySelectorAll("input")) {
    if (input.value.trim()) slots[input.dataset.place] = valueOf(input.value.trim(), prompt.places[input.dataset.place]);
  }
  return { prompt: prompt.name, variant: Number(variants.value), slots, context: context.value, caller: caller() };
}

/** A heading with what tells one from the other. */
function heading(name, said) {
  const traits = Object.entries(said.caller).map(([key, value]) => (value === true ? key : `${key} ${value}`));
  const about = [said.bot, said.prompt || "own words", said.context, ...traits].filter(Boolean).join(" · ");
  return el("h2", {}, name, el("span", { class: "hint", text: about.replaceAll("_", " ") }));
}

function show(section, name, said) {
  const place = el("div");
  section.hidden = false;
  section.replaceChildren(heading(name, said), place);
  showSaid(place, said, player);
}

async function say() {
  const problem = byId("problem");
  go.disabled = true;
  player.stop();
  try {
    const answer = await ask(`/api/bots/${encodeURIComponent(bots.value)}/say`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request()) });
    const said = await answer.json();
    problem.hidden = true;
    byId("say-nothing").hidden = true;
    if (last) show(byId("say-before"), "Before", last);
    show(byId("say-now"), "Now", said);
    last = said;
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  } finally {
    go.disabled = false;
  }
}

async function start() {
  try {
    const found = await askJson("/api/bots");
    bots.replaceChildren(...found.map((bot) => el("option", { value: bot.name, text: bot.title })));
    await choosePrompts();
  } catch (error) {
    byId("problem").textContent = error.message;
    byId("problem").hidden = false;
  }
}

bots.addEventListener("change", () => choosePrompts());
names.addEventListener("change", choosePrompt);
context.addEventListener("change", chooseOccasion);
byId("say-form").addEventListener("submit", (event) => {
  event.preventDefault();
  say();
});
start();

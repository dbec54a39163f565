/** The page to call from: choosing, calling, and what comes after. */

import { askJson } from "../common/api.js";
import { byId, el } from "../common/dom.js";
import { clock } from "../common/format.js";
import { reasonWords } from "../common/words.js";
import { showBots, unknownBotWords } from "./bots.js";
import { keypad } from "./keypad.js";
import { Session } from "./session.js";
import { MicrophoneError, openMicrophone } from "./sound.js";
import { Strip } from "./strip.js";

const query = new URLSearchParams(location.search);
const strip = new Strip(byId("strip"));
/** @type {Session|null} */
let session = null;
let bots = [];
let dialling = false;

function show(state) {
  document.body.dataset.state = state;
  byId("choose").hidden = state !== "choose";
  byId("live").hidden = state === "choose";
}

/**
 * Say what went wrong above the bots.
 * @param {string} words
 * @param {...{text: string, run: () => void}} ways out, each a button
 */
function problem(words, ...ways) {
  show("choose");
  const box = byId("problem");
  box.replaceChildren(el("p", { text: words }), el("div", { class: "ways" },
    ...ways.map((way) => el("button", { type: "button", class: "button", text: way.text, on: { click: way.run } }))));
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

async function call(bot, { typeOnly = false } = {}) {
  if (dialling || (session && !session.over)) return;
  dialling = true;
  try {
    byId("problem").hidden = true;
    const microphone = typeOnly ? null : await openMicrophone({ raw: query.get("raw") === "1" });
    await dial(bot, microphone);
  } catch (error) {
    if (error instanceof MicrophoneError) {
      problem(error.message, { text: "Try again", run: () => call(bot) },
        { text: `Call ${bot.title || bot.name} and type only`, run: () => call(bot, { typeOnly: true }) });
    } else {
      problem(`The call could not be placed: ${error.message}`, { text: "Try again", run: () => call(bot, { typeOnly }) });
    }
  } finally {
    dialling = false;
  }
}

async function dial(bot, microphone) {
  show("connecting");
  byId("bot-title").textContent = bot.title || bot.name;
  byId("meter-bot-name").textContent = "Bot";
  byId("call-state").textContent = "Connecting";
  byId("call-clock").textContent = "0:00";
  byId("floor-now").dataset.floor = "none";
  byId("floor-label").textContent = "Connecting";
  byId("finish").hidden = true;
  setMuteButton(false);
  byId("mute").toggleAttribute("disabled", !microphone);
  byId("mute").textContent = microphone ? "Mute" : "No microphone";
  keys.clear();
  enableControls(true);
  session = new Session({ bot, microphone, strip, onEnd: (end) => afterCall(bot, end, !microphone) });
  if (!microphone) session.conversation.remark("Type to talk: this call has no microphone.");
  await session.start();
  if (!microphone) byId("type-box").focus();
}

function afterCall(bot, end, typeOnly) {
  const again = { text: "Try again", run: () => call(bot, { typeOnly }) };
  if (!end.opened) {
    problem(end.words, again);
    return;
  }
  document.body.dataset.state = "ended";
  document.body.classList.remove("show-keypad");
  byId("keypad-toggle").setAttribute("aria-expanded", "false");
  byId("call-state").textContent = end.clean ? "Ended" : "Cut";
  enableControls(false);
  const words = end.reason === "caller_hung_up" ? "You hung up" : reasonWords(end.reason) || end.words;
  const finish = byId("finish");
  finish.replaceChildren(
    el("h2", { text: "The call is over" }),
    el("p", { text: [words.replace(/\.$/, ""), clock(end.ms), end.summary].filter(Boolean).join(" · ") }),
    el("div", { class: "ways" },
      end.id ? el("a", { class: "button primary", id: "call-link", href: `/calls/${encodeURIComponent(end.id)}`,
        text: "Look at this call" }) : null,
      el("button", { type: "button", class: "button", text: "Call again", on: { click: again.run } }),
      el("button", { type: "button", class: "button", text: "Other bots", on: { click: () => show("choose") } })));
  finish.hidden = false;
  byId("conversation").scrollTop = byId("conversation").scrollHeight;
}

function enableControls(on) {
  for (const control of document.querySelectorAll(".controls input, .controls button, .keypad button")) {
    if (control.id !== "mute" || !on) control.toggleAttribute("disabled", !on);
  }
}

function setMuteButton(on) {
  const button = byId("mute");
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Unmute" : "Mute";
  document.body.classList.toggle("muted", on);
}

const keys = keypad(byId("keypad"), byId("keys-pressed"), (digit) => session?.press(digit));

byId("mute").addEventListener("click", () => {
  if (!session || session.over) return;
  session.mute(!session.muted);
  setMuteButton(session.muted);
});
byId("hang-up").addEventListener("click", () => session?.hangUp());
byId("keypad-toggle").addEventListener("click", () => {
  const shown = document.body.classList.toggle("show-keypad");
  byId("keypad-toggle").setAttribute("aria-expanded", String(shown));
});
byId("type-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const box = /** @type {HTMLInputElement} */ (byId("type-box"));
  const text = box.value.trim();
  if (!text || !session || session.over) return;
  session.type(text);
  box.value = "";
});
byId("wake").addEventListener("click", () => session?.sound.wake());
for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, () => session?.sound.wake());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) session?.sound.wake();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement;
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !session || session.over) return;
  keys.press(event.key);
});
// A page that goes takes its microphone with it: say good-bye, so that the bot need not wait.
window.addEventListener("pagehide", () => session?.hangUp());

async function open() {
  try {
    bots = await askJson("/api/bots");
  } catch (error) {
    problem(error.message, { text: "Try again", run: () => location.reload() });
    return;
  }
  showBots(byId("bots"), bots, call);
  show("choose");
  const wanted = query.get("bot");
  if (wanted === null && query.get("autocall") !== "1") return;
  const bot = wanted === null ? bots[0] : bots.find((one) => one.name === wanted);
  if (!bot) {
    problem(unknownBotWords(wanted ?? "", bots));
    return;
  }
  document.querySelector(`[data-bot="${CSS.escape(bot.name)}"]`)?.classList.add("chosen");
  if (query.get("autocall") === "1") await call(bot);
}

open();

/** The cards to choose a bot from. */

import { el } from "../common/dom.js";

/**
 * Show the bots.
 * @param {HTMLElement} list
 * @param {{name: string, title: string, description: string, language: string}[]} bots
 * @param {(bot: Object) => void} chosen
 */
export function showBots(list, bots, chosen) {
  list.replaceChildren(...bots.map((bot) => el("li", { class: "card bot-card", data: { bot: bot.name } },
    el("h2", { text: bot.title || bot.name }),
    el("p", { class: "bot-about", text: bot.description || "No description." }),
    el("div", { class: "bot-foot" },
      el("span", { class: "hint", text: [bot.name, bot.language].filter(Boolean).join(" · ") }),
      el("button", {
        type: "button", class: "button primary", text: "Call", "aria-label": `Call ${bot.title || bot.name}`,
        on: { click: () => chosen(bot) },
      })))));
  if (!bots.length) list.append(el("li", { class: "empty", text: "This server has no bots. Start it with one: viva serve bots/clinic" }));
}

/**
 * What to say of a bot that was asked for and is not there.
 * @param {string} name
 * @param {{name: string}[]} bots
 * @returns {string}
 */
export function unknownBotWords(name, bots) {
  const served = bots.map((bot) => bot.name).join(", ");
  return `There is no bot named “${name}” here. ${served ? `This server has: ${served}.` : ""}`.trim();
}

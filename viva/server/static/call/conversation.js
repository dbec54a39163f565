/** The captions as a conversation: the bot on the left, the caller on the right. */

import { el } from "../common/dom.js";
import { millis } from "../common/format.js";
import { latencyBars, pace } from "../common/latency.js";
import { takeBotCaption } from "./captions.js";

/** How close to its end the list must be to go on following it. */
const NEAR_END_PX = 80;

/** A bot that speaks again after so long has waited in vain and asks once more: a bubble of its own. */
const ASKS_AGAIN_MS = 1500;

/** One call's conversation. */
export class Conversation {
  /**
   * @param {HTMLElement} list an ordered list
   * @param {HTMLElement} announcer a live region: settled words are read out, partial ones are not
   * @param {string} botName
   */
  constructor(list, announcer, botName) {
    this.list = list;
    this.announcer = announcer;
    this.botName = botName;
    this.turns = new Map();
    this.typed = [];
    this.earlyReplies = new Map();
    list.replaceChildren();
    announcer.replaceChildren();
  }

  /** @param {{speaker: "caller"|"bot", turn: number, text: string, final: boolean}} caption */
  caption(caption) {
    const following = this.following;
    if (caption.speaker === "bot") this.botCaption(caption);
    else this.callerCaption(caption);
    if (following) this.follow();
  }

  /**
   * What the caller typed, shown at once; the server's caption of it settles the same bubble.
   * @param {string} text
   */
  addTyped(text) {
    const turn = this.bubble("caller", "You");
    turn.words.textContent = text;
    turn.item.classList.add("partial");
    this.typed.push({ text: text.trim().toLowerCase(), turn });
    this.follow();
  }

  /**
   * How long a reply took: a badge on the bot's turn, opening the breakdown.
   * @param {{turn: number, latency_ms: Object<string, number>, speculation: string}} reply
   */
  reply(reply) {
    const turn = this.turns.get(`bot ${reply.turn}`);
    if (!turn) {
      this.earlyReplies.set(reply.turn, reply);
      return;
    }
    if (turn.badge) return;
    const following = this.following;
    const total = reply.latency_ms?.total ?? 0;
    const details = el("div", { class: "bubble-latency", hidden: true }, latencyBars(reply));
    turn.badge = el("button", {
      type: "button", class: `badge pace-${pace(total)}`, text: millis(total), "aria-expanded": "false",
      title: "How this wait came about", "aria-label": `Reply after ${millis(total)}; show how it came about`,
      on: {
        click: () => {
          const opening = details.hidden;
          details.hidden = !opening;
          turn.badge.setAttribute("aria-expanded", String(opening));
          if (opening) details.scrollIntoView({ block: "nearest" });
        },
      },
    });
    turn.head.append(turn.badge);
    turn.item.append(details);
    if (following) this.follow();
  }

  /**
   * A line between the bubbles, e.g. a transfer.
   * @param {string} text
   */
  remark(text) {
    const following = this.following;
    this.list.append(el("li", { class: "remark", text }));
    this.announce(text);
    if (following) this.follow();
  }

  botCaption({ turn: number, text, final }) {
    const key = `bot ${number}`;
    const known = this.turns.get(key);
    const asksAgain = known?.settledAt && !final && performance.now() - known.settledAt > ASKS_AGAIN_MS;
    if (!known || asksAgain) {
      this.turns.set(key, { ...this.bubble("bot", this.botName), sentences: [] });
      const early = this.earlyReplies.get(number);
      if (early) this.reply(early);
    }
    const turn = this.turns.get(key);
    turn.settledAt = final ? performance.now() : 0;
    turn.sentences = takeBotCaption(turn.sentences, text, final);
    turn.words.replaceChildren(...turn.sentences.flatMap(sentenceNodes));
    const interrupted = turn.sentences.some((sentence) => sentence.state === "interrupted");
    turn.item.classList.toggle("interrupted", interrupted);
    turn.item.classList.toggle("partial", turn.sentences.at(-1)?.state === "playing");
    if (interrupted && !turn.mark) {
      turn.mark = el("span", { class: "cut-mark", text: "interrupted" });
      turn.head.append(turn.mark);
    }
    if (final) this.announce(`${this.botName}: ${text || "interrupted before a word was heard"}`);
  }

  callerCaption({ turn: number, text, final }) {
    const key = `caller ${number}`;
    let turn = this.turns.get(key) ?? this.takeTyped(text);
    if (!turn) {
      if (!text) return;
      turn = this.bubble("caller", "You");
    }
    this.turns.set(key, turn);
    turn.words.textContent = text || "…";
    turn.item.classList.toggle("partial", !final);
    if (final && text) this.announce(`You: ${text}`);
  }

  takeTyped(text) {
    const place = this.typed.findIndex((one) => one.text === text.trim().toLowerCase());
    return place < 0 ? null : this.typed.splice(place, 1)[0].turn;
  }

  bubble(speaker, name) {
    const head = el("div", { class: "bubble-head" }, el("span", { class: "who", text: name }));
    const words = el("p", { class: "words" });
    const item = el("li", { class: `bubble from-${speaker}` }, head, words);
    this.list.append(item);
    return { item, head, words };
  }

  announce(text) {
    this.announcer.append(el("p", { text }));
    while (this.announcer.children.length > 20) this.announcer.firstElementChild.remove();
  }

  get following() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
  }

  follow() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}

function sentenceNodes(sentence) {
  const heard = sentence.text.slice(0, sentence.state === "playing" ? undefined : sentence.heard);
  const unheard = sentence.state === "interrupted" ? sentence.text.slice(sentence.heard).trim() : "";
  return [
    heard ? el("span", { class: sentence.state === "playing" ? "playing" : "heard", text: heard }) : null,
    heard && unheard ? document.createTextNode(" ") : null,
    unheard ? el("del", { text: unheard, title: "not heard" }) : null,
    document.createTextNode(" "),
  ].filter(Boolean);
}

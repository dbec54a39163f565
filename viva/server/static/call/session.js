/** One call from the page: joins the connection, the sound and what is shown. */

import { byId } from "../common/dom.js";
import { clock } from "../common/format.js";
import { FLOOR } from "../common/floor.js";
import { toast } from "../common/toasts.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { Meter } from "./meter.js";
import { ReplyTimes } from "./reply-times.js";
import { Sound } from "./sound.js";

const NOTE_TITLES = {
  audio_gap: "Your sound is not arriving",
  audio_resumed: "Your sound is back",
  audio_overflow: "Your sound arrives too fast",
  bad_frame: "Sound that could not be read",
  bad_message: "Message that could not be read",
  engine_failed: "Part of the bot failed",
  recording_failed: "The recording stopped",
};

/** A call that is being made. Use once. */
export class Session {
  /**
   * @param {{bot: Object, microphone: MediaStream|null, strip: import("./strip.js").Strip,
   *   onEnd: (end: Object) => void}} options `onEnd` is told `{id, reason, words, opened, summary, ms}` once
   */
  constructor({ bot, microphone, strip, onEnd }) {
    this.bot = bot;
    this.strip = strip;
    this.onEnd = onEnd;
    this.id = null;
    this.reason = null;
    this.over = false;
    this.muted = false;
    this.playedMs = 0;
    this.startedAt = 0;
    this.meters = { bot: new Meter(byId("meter-bot")), caller: new Meter(byId("meter-caller")) };
    this.replies = new ReplyTimes(byId("reply-times"));
    this.conversation = new Conversation(byId("conversation"), byId("announce"), bot.title || bot.name);
    this.sound = new Sound(microphone, {
      onFrame: (frame, level) => this.sendFrame(frame, level),
      onPlayed: (playedMs, level) => this.tellPlayed(playedMs, level),
      onSuspended: (suspended) => {
        byId("wake").hidden = this.over || !suspended;
      },
    });
  }

  /** Start the sound, then place the call, so that no word of the greeting is lost. */
  async start() {
    await this.sound.start();
    if (this.over) return;
    this.connection = new Connection(this.bot.name, {
      onMessage: (message) => this.receive(message),
      onAudio: (frame) => this.sound.play(frame),
      onClose: (end) => this.finish(end),
    });
    this.ticking = setInterval(() => this.tick(), 250);
    this.strip.start();
  }

  receive(message) {
    const take = {
      started: () => this.started(message),
      floor: () => this.floor(message.state),
      caption: () => this.conversation.caption(message),
      reply: () => this.reply(message),
      clear: () => this.sound.clear(),
      duck: () => this.sound.duck(message.on),
      note: () => toast(NOTE_TITLES[message.code] ?? message.code.replaceAll("_", " "), message.message),
      transfer: () => this.conversation.remark(`You are being handed to ${message.to}`),
      ended: () => {
        this.reason = message.reason;
      },
    }[message.event];
    // A newer server may say more than this page knows: that is no fault.
    take?.();
  }

  started(message) {
    this.id = message.call;
    this.startedAt = performance.now();
    document.body.dataset.state = "live";
    byId("bot-title").textContent = message.title || message.bot;
    byId("call-state").textContent = "On the line";
    document.title = `${message.title || message.bot} · VIVA`;
    this.floor("idle");
  }

  floor(state) {
    byId("floor-now").dataset.floor = state;
    byId("floor-label").textContent = FLOOR[state]?.live ?? state;
    this.strip.floor(state);
  }

  reply(message) {
    this.conversation.reply(message);
    this.replies.add(message.latency_ms?.total ?? 0);
  }

  sendFrame(frame, level) {
    if (!this.connection) return;
    this.meters.caller.set(level);
    this.strip.level("caller", level);
    if (!this.connection.sendAudio(frame)) toast("The network is slow", "Some of your words may be lost.");
  }

  tellPlayed(playedMs, level) {
    this.meters.bot.set(level);
    this.strip.level("bot", level);
    if (playedMs === this.playedMs) return;
    this.playedMs = playedMs;
    this.connection?.send({ event: "played", ms: playedMs });
  }

  /** @param {string} text */
  type(text) {
    this.conversation.addTyped(text);
    this.connection?.send({ event: "text", text });
  }

  /** @param {string} digit */
  press(digit) {
    this.connection?.send({ event: "digit", digit });
  }

  /** @param {boolean} on */
  mute(on) {
    this.muted = on;
    this.sound.mute(on);
    this.connection?.send({ event: "mute", on });
  }

  /** The caller ends the call. */
  hangUp() {
    if (this.over) return;
    if (this.connection?.opened) this.connection.hangUp();
    else {
      this.connection?.socket.close();
      this.finish({ opened: true, clean: true, words: "You hung up." });
    }
  }

  get ms() {
    return this.startedAt ? performance.now() - this.startedAt : 0;
  }

  tick() {
    byId("call-clock").textContent = clock(this.ms);
  }

  finish({ opened, clean, words }) {
    if (this.over) return;
    const ms = this.ms;
    this.over = true;
    clearInterval(this.ticking);
    this.strip.stop();
    this.sound.stop();
    this.meters.bot.rest();
    this.meters.caller.rest();
    byId("wake").hidden = true;
    byId("floor-now").dataset.floor = "ended";
    byId("floor-label").textContent = "Call ended";
    this.onEnd({ id: this.id, reason: this.reason, words, opened, clean, summary: this.replies.summary, ms });
  }
}

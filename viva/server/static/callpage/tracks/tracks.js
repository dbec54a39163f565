/** The timeline: sound, floor, decisions, voice, words, waits and notes on one time axis. Draws only what is in view. */

import { fitCanvas } from "../../common/dom.js";
import { FLOOR, palette } from "../../common/floor.js";
import { clock, fineClock, millis } from "../../common/format.js";
import { axisStep, within } from "../viewport.js";
import { layout } from "./layout.js";
import { drawAsides, drawOverlaps } from "./overlaps.js";
import { drawScores, lastMs } from "./scores.js";
import { drawArousal, drawPitchScale, drawVoice } from "./voice.js";
import { drawDucking, drawFloor, drawWave } from "./wave.js";
import { drawLines, turns } from "./words.js";

const GUTTER = 92;
const NAMES = [...Object.values(FLOOR).map((one) => one.colour), "--bot", "--bot-ground", "--caller", "--caller-ground",
  "--line", "--quiet", "--text", "--surface", "--raised", "--warn", "--danger", "--accent", "--part-pause", "--part-decision",
  "--good", "--pitch", "--aroused", "--calm"];
const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const SMALL = FONT.replace("13px", "11px");
const NOTHING = { transcript: [], floor: [], pauses: [], overlaps: [], ducking: [], asides: [], replies: [], notes: [] };

/** The big canvas. */
export class Tracks {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("../viewport.js").Viewport} viewport
   */
  constructor(canvas, viewport) {
    this.canvas = canvas;
    this.viewport = viewport;
    this.waveform = null;
    this.curves = null;
    this.cursor = 0;
    this.pointed = null;
    this.readColours();
    this.setCall(NOTHING);
  }

  readColours() {
    this.colours = palette(NAMES);
  }

  /**
   * @param {Object} call as `/api/calls/ID` answers
   * @param {{waveform: Object, curves: Object}|null} [audio] null without a recording
   */
  setCall(call, audio = null) {
    const end = this.viewport.duration;
    this.waveform = audio?.waveform ?? null;
    this.curves = audio?.curves ?? null;
    const { rows, height } = layout(call, Boolean(audio));
    this.rows = rows;
    this.canvas.style.height = `${height}px`;
    this.lines = call.transcript.map((line) => ({ ...line, end_ms: line.end_ms ?? end }));
    this.callerLines = this.lines.filter((line) => line.speaker === "caller");
    this.botLines = this.lines.filter((line) => line.speaker === "bot");
    this.callerTurns = turns(this.callerLines);
    this.botTurns = turns(this.botLines);
    for (const part of ["floor", "pauses", "overlaps", "ducking", "asides", "replies"]) this[part] = call[part];
    this.notes = [...call.notes].sort((a, b) => a.at_ms - b.at_ms);
    const length = (item) => (item.scores ? lastMs(item) : item.end_ms) - item.start_ms;
    this.longest = [this.callerTurns, this.botTurns, this.floor, this.pauses, this.overlaps, this.ducking, this.asides].flat()
      .reduce((most, item) => Math.max(most, length(item)), this.replies.reduce((most, reply) => Math.max(most, waited(reply)), 1000));
  }

  /** What was decided, in order: pauses and sounds over the bot. */
  get decisions() {
    const found = [...this.pauses.map((item) => ({ kind: "pause", item })), ...this.overlaps.map((item) => ({ kind: "overlap", item }))];
    return found.sort((a, b) => a.item.start_ms - b.item.start_ms);
  }

  /**
   * What lies under a place.
   * @param {number} x px
   * @param {number} y px
   * @returns {{kind: string, item: Object}|null} kinds as `tipContent` takes them
   */
  hit(x, y) {
    const ms = this.viewport.at(x);
    const slack = (4 / this.viewport.width) * this.viewport.span;
    const row = Object.keys(this.rows).find((name) => y >= this.rows[name].top && y < this.rows[name].top + this.rows[name].height);
    const over = (items, end = (item) => item.end_ms) => items.findLast((item) => item.start_ms - slack <= ms && ms <= end(item) + slack);
    const found = {
      bot: () => wrap("ducking", over(this.ducking)),
      callerWords: () => wrap("line", over(this.callerLines)),
      arousal: () => wrap("line", over(this.callerLines)),
      botWords: () => wrap("line", over(this.botLines)),
      floor: () => wrap("floor", over(this.floor)),
      scores: () => wrap("pause", over(this.pauses, lastMs)),
      overlaps: () => wrap("overlap", over(this.overlaps, (one) => one.end_ms + slack * 5)) ?? wrap("aside", over(this.asides)),
      voice: () => wrap("voice", this.curves?.at(ms)),
      replies: () => wrap("reply", this.replies.find((one) => one.at_ms - waited(one) - slack <= ms && ms <= one.at_ms + slack * 12)),
      notes: () => wrap("note", this.notes.find((one) => Math.abs(one.at_ms - ms) <= slack * 2)),
    }[row ?? ""];
    return found ? found() : null;
  }

  /** Where the tip of a decision belongs. @param {{kind: string, item: Object}} target @returns {{x: number, y: number}} px */
  placeOf({ kind, item }) {
    const row = this.rows[kind === "pause" ? "scores" : "overlaps"];
    return { x: this.viewport.x(item.end_ms), y: row.top + row.height };
  }

  draw() {
    const { context, width, height } = fitCanvas(this.canvas);
    this.context = context;
    const gutter = width > 700 ? GUTTER : 0;
    this.viewport.place(gutter, width - gutter);
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    context.save();
    context.beginPath();
    context.rect(gutter, 0, width - gutter, height);
    context.clip();
    drawFloor(this, this.floor);
    this.drawAxis(height);
    drawWave(this, "caller", this.waveform);
    drawWave(this, "bot", this.waveform);
    drawDucking(this, this.ducking);
    if (this.rows.scores) drawScores(this, this.pauses, SMALL);
    if (this.rows.overlaps) {
      drawAsides(this, this.asides, SMALL);
      drawOverlaps(this, this.overlaps, SMALL);
    }
    if (this.rows.voice) drawVoice(this, this.curves, SMALL);
    drawLines(this, this.callerTurns, this.rows.callerWords, "--caller", FONT);
    if (this.rows.arousal) drawArousal(this, this.callerTurns, SMALL);
    drawLines(this, this.botTurns, this.rows.botWords, "--bot", FONT);
    this.drawReplies();
    if (this.rows.notes) this.drawNotes();
    this.drawCursor(height);
    context.restore();
    this.drawNames(gutter);
  }

  drawNames(gutter) {
    const { context, rows } = this;
    for (const row of Object.values(rows).filter((one) => one.name)) {
      context.font = gutter ? FONT : SMALL;
      context.fillStyle = this.colours["--quiet"];
      // Without a gutter there is room only above a waveform, not beside words.
      if (gutter) context.fillText(row.name, 0, row.top + row.height / 2);
      else if (row.height > 60) {
        context.fillStyle = this.colours["--surface"];
        context.fillRect(0, row.top, context.measureText(row.name).width + 8, 16);
        context.fillStyle = this.colours["--quiet"];
        context.fillText(row.name, 4, row.top + 8);
      }
    }
    context.font = SMALL;
    if (gutter && rows.voice) drawPitchScale(this, gutter - 5);
  }

  drawAxis(height) {
    const { context, viewport } = this;
    const step = axisStep(viewport.span, viewport.width);
    context.font = SMALL;
    for (let ms = Math.ceil(viewport.start / step) * step; ms <= viewport.end; ms += step) {
      const x = Math.round(viewport.x(ms)) + 0.5;
      context.fillStyle = this.colours["--line"];
      context.fillRect(x, 16, 1, height - 16);
      context.fillStyle = this.colours["--quiet"];
      context.fillText(step < 1000 ? fineClock(ms) : clock(ms), x + 4, 9);
    }
  }

  drawReplies() {
    const { context, viewport } = this;
    const { top, height } = this.rows.replies;
    const seen = within(this.replies, viewport.start, viewport.end + this.longest, this.longest);
    const begin = (reply) => viewport.x(reply.at_ms - waited(reply));
    context.font = SMALL;
    for (const [i, reply] of seen.entries()) {
      const from = begin(reply);
      const paused = viewport.x(reply.at_ms - waited(reply) + (reply.latency_ms?.pause ?? 0));
      const to = Math.max(from + 2, viewport.x(reply.at_ms));
      context.fillStyle = this.colours["--part-pause"];
      context.fillRect(from, top + 6, to - from, height - 12);
      context.fillStyle = this.colours["--part-decision"];
      if (to - paused > 1) context.fillRect(paused, top + 6, to - paused, height - 12);
      const words = millis(waited(reply));
      const room = i + 1 < seen.length ? begin(seen[i + 1]) - to : Infinity;
      if (room < context.measureText(words).width + 8) continue;
      context.fillStyle = this.colours["--text"];
      context.fillText(words, to + 4, top + height / 2);
    }
  }

  drawNotes() {
    const { context, viewport } = this;
    const { top, height } = this.rows.notes;
    for (const note of within(this.notes, viewport.start, viewport.end, this.longest)) {
      const x = viewport.x(note.at_ms);
      context.fillStyle = this.colours["--warn"];
      context.beginPath();
      context.moveTo(x, top + 3);
      context.lineTo(x + 7, top + height - 4);
      context.lineTo(x - 7, top + height - 4);
      context.fill();
    }
  }

  drawCursor(height) {
    const x = Math.round(this.viewport.x(this.cursor));
    this.context.fillStyle = this.colours["--danger"];
    this.context.fillRect(x - 1, 14, 2, height - 14);
  }
}

const waited = (reply) => reply.latency_ms?.total ?? 0;

const wrap = (kind, item) => (item ? { kind, item } : null);

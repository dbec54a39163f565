/** The timeline: waveforms, floor, words, waits and notes on one time axis. Draws only what is in view. */

import { fitCanvas } from "../common/dom.js";
import { FLOOR, palette } from "../common/floor.js";
import { clock, fineClock, millis } from "../common/format.js";
import { groupTurns } from "./transcript.js";
import { axisStep, within } from "./viewport.js";

const ROWS = {
  axis: { top: 0, height: 20 },
  caller: { top: 24, height: 72, name: "Caller" },
  bot: { top: 98, height: 72, name: "Bot" },
  floor: { top: 176, height: 14, name: "Floor" },
  callerWords: { top: 198, height: 40, name: "Caller said" },
  botWords: { top: 242, height: 40, name: "Bot said" },
  replies: { top: 290, height: 22, name: "Reply time" },
  notes: { top: 318, height: 22, name: "Notes" },
};
const GUTTER = 88;
const NAMES = [...Object.values(FLOOR).map((one) => one.colour), "--bot", "--bot-ground", "--caller", "--caller-ground",
  "--line", "--quiet", "--text", "--surface", "--warn", "--danger", "--accent", "--part-pause", "--part-decision", "--good"];
const FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const SMALL = FONT.replace("13px", "11px");

/** The big canvas. */
export class Tracks {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./viewport.js").Viewport} viewport
   */
  constructor(canvas, viewport) {
    this.canvas = canvas;
    this.viewport = viewport;
    this.waveform = null;
    this.cursor = 0;
    this.pointed = null;
    this.readColours();
    this.setCall({ transcript: [], floor: [], replies: [], notes: [] });
  }

  readColours() {
    this.colours = palette(NAMES);
  }

  /** @param {Object} call as `/api/calls/ID` answers */
  setCall(call) {
    const end = this.viewport.duration;
    this.lines = call.transcript.map((line) => ({ ...line, end_ms: line.end_ms ?? end }));
    this.callerLines = this.lines.filter((line) => line.speaker === "caller");
    this.botLines = this.lines.filter((line) => line.speaker === "bot");
    this.callerTurns = turns(this.callerLines);
    this.botTurns = turns(this.botLines);
    this.floor = call.floor;
    this.replies = call.replies;
    this.notes = [...call.notes].sort((a, b) => a.at_ms - b.at_ms);
    const length = (item) => item.end_ms - item.start_ms;
    this.longest = Math.max(1000, ...this.callerTurns.map(length), ...this.botTurns.map(length), ...this.floor.map(length),
      ...this.replies.map((reply) => reply.latency_ms?.total ?? 0));
  }

  /**
   * What lies under a place.
   * @param {number} x px
   * @param {number} y px
   * @returns {{kind: "line"|"reply"|"note"|"floor", item: Object}|null}
   */
  hit(x, y) {
    const ms = this.viewport.at(x);
    const slack = (4 / this.viewport.width) * this.viewport.span;
    const inRow = (name) => y >= ROWS[name].top && y < ROWS[name].top + ROWS[name].height;
    const over = (items) => items.findLast((item) => item.start_ms - slack <= ms && ms <= item.end_ms + slack);
    if (inRow("callerWords")) return wrap("line", over(this.callerLines));
    if (inRow("botWords")) return wrap("line", over(this.botLines));
    if (inRow("floor")) return wrap("floor", over(this.floor));
    if (inRow("replies")) {
      return wrap("reply", this.replies.find((one) => one.at_ms - (one.latency_ms?.total ?? 0) - slack <= ms
        && ms <= one.at_ms + slack * 12));
    }
    if (inRow("notes")) return wrap("note", this.notes.find((one) => Math.abs(one.at_ms - ms) <= slack * 2));
    return null;
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
    this.drawFloor();
    this.drawAxis(height);
    this.drawWave("caller");
    this.drawWave("bot");
    this.drawLines(this.callerTurns, ROWS.callerWords, "--caller", "--caller-ground");
    this.drawLines(this.botTurns, ROWS.botWords, "--bot", "--bot-ground");
    this.drawReplies();
    this.drawNotes();
    this.drawCursor(height);
    context.restore();
    this.drawNames(gutter);
  }

  drawNames(gutter) {
    const { context } = this;
    for (const row of Object.values(ROWS).filter((one) => one.name)) {
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

  drawFloor() {
    const { context, viewport } = this;
    const { top, height } = ROWS.floor;
    for (const span of within(this.floor, viewport.start, viewport.end, this.longest)) {
      const x = viewport.x(span.start_ms);
      const width = Math.max(1, viewport.x(span.end_ms) - x);
      context.fillStyle = this.colours[FLOOR[span.state]?.colour ?? "--floor-idle"];
      context.fillRect(x, top, width, height);
      if (span.state === "idle") continue;
      context.globalAlpha = 0.16;
      context.fillRect(x, ROWS.caller.top, width, ROWS.bot.top + ROWS.bot.height - ROWS.caller.top);
      context.globalAlpha = 1;
    }
  }

  drawWave(side) {
    const { context, viewport } = this;
    const { top, height } = ROWS[side];
    const middle = top + height / 2;
    context.fillStyle = this.colours["--line"];
    context.fillRect(viewport.left, middle - 0.5, viewport.width, 1);
    if (!this.waveform) return;
    const columns = Math.ceil(viewport.width);
    const values = this.waveform.columns(side, viewport.start, viewport.end, columns);
    context.fillStyle = this.colours[`--${side}`];
    for (let i = 0; i < columns; i += 1) {
      const up = lift(values[i * 2 + 1]) * (height / 2);
      const down = lift(-values[i * 2]) * (height / 2);
      if (up + down > 0.5) context.fillRect(viewport.left + i, middle - up, 1, up + down);
    }
    this.waveform.lookCloser(viewport.start, viewport.end, columns);
  }

  drawLines(groups, row, ink, ground) {
    const { context, viewport } = this;
    const seen = within(groups, viewport.start, viewport.end + this.longest, this.longest);
    for (const [i, group] of seen.entries()) {
      for (const [place, line] of group.lines.entries()) {
        const x = viewport.x(line.start_ms);
        const width = Math.max(3, viewport.x(line.end_ms) - x);
        context.fillStyle = this.colours[ground];
        context.fillRect(x, row.top, width, row.height);
        context.fillStyle = this.colours[line.interrupted ? "--warn" : ink];
        // Within a turn only a tick: the words run on over it.
        context.fillRect(x, place ? row.top + row.height - 5 : row.top, 2, place ? 5 : row.height);
        if (line.interrupted) {
          context.fillRect(x + width - 3, row.top, 3, 6);
          context.fillRect(x + width - 3, row.top + row.height - 6, 3, 6);
        }
        if (this.pointed?.item === line) {
          context.strokeStyle = this.colours[ink];
          context.strokeRect(x + 0.5, row.top + 0.5, width - 1, row.height - 1);
        }
      }
      const next = i + 1 < seen.length ? viewport.x(seen[i + 1].start_ms) : viewport.left + viewport.width;
      this.drawWords(group, Math.max(next, viewport.x(group.end_ms)) - 4, row.top + row.height / 2);
    }
  }

  /**
   * Each word where it sounds, if they fit; else each sentence in its bar; else the turn's words in one
   * piece, up to where the next turn begins.
   */
  drawWords(group, right, middle) {
    const { context, viewport } = this;
    context.font = FONT;
    context.fillStyle = this.colours["--text"];
    const lines = group.lines;
    if (lines.every((line) => fits(context, line.words, viewport))) {
      for (const word of lines.flatMap((line) => line.words)) context.fillText(word.text, viewport.x(word.start_ms) + 5, middle);
      return;
    }
    const start = (line) => Math.max(viewport.left, viewport.x(line.start_ms)) + 6;
    const pieces = lines.map((line, i) => ({ left: start(line), text: heardText(line),
      right: i + 1 < lines.length ? viewport.x(lines[i + 1].start_ms) - 4 : right }));
    const whole = { left: start(lines[0]), right, text: lines.map(heardText).join(" ") };
    const apart = pieces.every((one) => one.right < viewport.left || isWhole(twoLines(context, one.text, one.right - one.left)));
    for (const piece of apart ? pieces : [whole]) {
      if (piece.right - piece.left < 12) continue;
      const rows = twoLines(context, piece.text, piece.right - piece.left);
      rows.forEach((words, i) => context.fillText(words, piece.left, middle + (i - (rows.length - 1) / 2) * 16));
    }
  }

  drawReplies() {
    const { context, viewport } = this;
    const { top, height } = ROWS.replies;
    const seen = within(this.replies, viewport.start, viewport.end + this.longest, this.longest);
    const begin = (reply) => viewport.x(reply.at_ms - (reply.latency_ms?.total ?? 0));
    for (const [i, reply] of seen.entries()) {
      const total = reply.latency_ms?.total ?? 0;
      const from = begin(reply);
      const paused = viewport.x(reply.at_ms - total + (reply.latency_ms?.pause ?? 0));
      const to = Math.max(from + 2, viewport.x(reply.at_ms));
      context.fillStyle = this.colours["--part-pause"];
      context.fillRect(from, top + 6, to - from, height - 12);
      context.fillStyle = this.colours["--part-decision"];
      if (to - paused > 1) context.fillRect(paused, top + 6, to - paused, height - 12);
      context.font = SMALL;
      const words = millis(total);
      const room = i + 1 < seen.length ? begin(seen[i + 1]) - to : Infinity;
      if (room < context.measureText(words).width + 8) continue;
      context.fillStyle = this.colours["--text"];
      context.fillText(words, to + 4, top + height / 2);
    }
  }

  drawNotes() {
    const { context, viewport } = this;
    const { top, height } = ROWS.notes;
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

/** The lines of one side by turn: `{start_ms, end_ms, lines}`. */
function turns(lines) {
  return groupTurns(lines).map((group) => ({ start_ms: group[0].start_ms, end_ms: group.at(-1).end_ms, lines: group }));
}

const heardText = (line) => (line.interrupted ? line.heard : line.text);

const isWhole = (rows) => !rows.some((words) => words === "" || words.endsWith("…"));

const wrap = (kind, item) => (item ? { kind, item } : null);

/** Quiet speech is seen too: the square root lifts it. */
const lift = (value) => Math.sqrt(Math.max(0, Math.min(1, value)));

function fits(context, words, viewport) {
  if (!words?.length) return false;
  return words.every((word, i) => i + 1 === words.length
    || viewport.x(words[i + 1].start_ms) - viewport.x(word.start_ms) >= context.measureText(word.text).width + 4);
}

/** As many whole words as fit in the first line, the rest in a second one. */
function twoLines(context, text, width) {
  if (context.measureText(text).width <= width) return [text];
  const words = text.split(" ");
  let n = 1;
  while (n < words.length && context.measureText(words.slice(0, n + 1).join(" ")).width <= width) n += 1;
  const first = words.slice(0, n).join(" ");
  if (context.measureText(first).width > width) return [shorten(context, text, width)];
  return [first, shorten(context, words.slice(n).join(" "), width)];
}

function shorten(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low ? `${text.slice(0, low).trimEnd()}…` : "";
}

/** The last twenty seconds as a moving strip: who holds the floor, and both sides' levels. */

import { fitCanvas } from "../common/dom.js";
import { FLOOR, onThemeChange, palette } from "../common/floor.js";
import { levelShare } from "./meter.js";

const SPAN_MS = 20000;
const COLUMN_MS = 100;
const NAMES = [...Object.values(FLOOR).map((one) => one.colour), "--bot", "--caller", "--line", "--quiet"];

/** Draws itself while it runs; reads the page's own clock between the server's messages. */
export class Strip {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.changes = [];
    this.levels = [];
    this.running = false;
    this.colours = palette(NAMES);
    onThemeChange(() => {
      this.colours = palette(NAMES);
    });
  }

  start() {
    this.changes = [];
    this.levels = [];
    this.running = true;
    const frame = () => {
      this.draw();
      if (this.running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  stop() {
    this.running = false;
  }

  /** @param {string} state as in the protocol's `floor` */
  floor(state) {
    const now = performance.now();
    this.changes.push({ at: now, state });
    while (this.changes.length > 2 && this.changes[1].at < now - SPAN_MS) this.changes.shift();
  }

  /**
   * @param {"bot"|"caller"} side
   * @param {number} level 0..1 root mean square
   */
  level(side, level) {
    const column = Math.floor(performance.now() / COLUMN_MS);
    let last = this.levels.at(-1);
    if (!last || last.column !== column) {
      last = { column, bot: 0, caller: 0 };
      this.levels.push(last);
      if (this.levels.length > SPAN_MS / COLUMN_MS + 2) this.levels.shift();
    }
    last[side] = Math.max(last[side], levelShare(level));
  }

  draw() {
    const { context, width, height } = fitCanvas(this.canvas);
    const now = performance.now();
    const x = (at) => width - ((now - at) / SPAN_MS) * width;
    context.clearRect(0, 0, width, height);
    this.drawFloor(context, x, width, height);
    this.drawSeconds(context, x, now, height);
    const middle = height / 2;
    const columnWidth = (COLUMN_MS / SPAN_MS) * width;
    for (const level of this.levels) {
      const left = x(level.column * COLUMN_MS);
      context.fillStyle = this.colours["--bot"];
      context.fillRect(left, middle - level.bot * (middle - 8), columnWidth - 1, level.bot * (middle - 8));
      context.fillStyle = this.colours["--caller"];
      context.fillRect(left, middle, columnWidth - 1, level.caller * (middle - 8));
    }
    context.fillStyle = this.colours["--line"];
    context.fillRect(0, middle - 0.5, width, 1);
  }

  drawFloor(context, x, width, height) {
    this.changes.forEach((change, i) => {
      const left = Math.max(0, x(change.at));
      const right = i + 1 < this.changes.length ? x(this.changes[i + 1].at) : width;
      if (right <= 0) return;
      context.fillStyle = this.colours[FLOOR[change.state]?.colour ?? "--floor-idle"];
      context.globalAlpha = 0.28;
      context.fillRect(left, 0, right - left, height);
      context.globalAlpha = 1;
      context.fillRect(left, height - 4, right - left, 4);
    });
  }

  drawSeconds(context, x, now, height) {
    context.fillStyle = this.colours["--line"];
    for (let at = Math.floor(now / 5000) * 5000; at > now - SPAN_MS; at -= 5000) {
      context.fillRect(x(at), 0, 1, height);
    }
  }
}

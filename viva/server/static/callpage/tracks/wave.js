/** The sound of both sides, who has the floor, and where the bot's voice is lowered. */

import { FLOOR } from "../../common/floor.js";
import { within } from "../viewport.js";

/** @typedef {{context: CanvasRenderingContext2D, viewport: import("../viewport.js").Viewport,
 *   colours: Object<string, string>, rows: Object, longest: number, pointed: Object|null}} Scene */

/** @param {Scene} scene @param {Object[]} floor */
export function drawFloor({ context, viewport, colours, rows, longest }, floor) {
  const { top, height } = rows.floor;
  for (const span of within(floor, viewport.start, viewport.end, longest)) {
    const x = viewport.x(span.start_ms);
    const width = Math.max(1, viewport.x(span.end_ms) - x);
    context.fillStyle = colours[FLOOR[span.state]?.colour ?? "--floor-idle"];
    context.fillRect(x, top, width, height);
    if (span.state === "idle") continue;
    context.globalAlpha = 0.16;
    context.fillRect(x, rows.caller.top, width, rows.bot.top + rows.bot.height - rows.caller.top);
    context.globalAlpha = 1;
  }
}

/** @param {Scene} scene @param {"caller"|"bot"} side @param {import("../waveform.js").Waveform|null} waveform */
export function drawWave({ context, viewport, colours, rows }, side, waveform) {
  const { top, height } = rows[side];
  const middle = top + height / 2;
  context.fillStyle = colours["--line"];
  context.fillRect(viewport.left, middle - 0.5, viewport.width, 1);
  if (!waveform) return;
  const columns = Math.ceil(viewport.width);
  const values = waveform.columns(side, viewport.start, viewport.end, columns);
  context.fillStyle = colours[`--${side}`];
  for (let i = 0; i < columns; i += 1) {
    const up = lift(values[i * 2 + 1]) * (height / 2);
    const down = lift(-values[i * 2]) * (height / 2);
    if (up + down > 0.5) context.fillRect(viewport.left + i, middle - up, 1, up + down);
  }
  waveform.lookCloser(viewport.start, viewport.end, columns);
}

/** Hatched, so that it is told from the floor's colours. @param {Scene} scene @param {Object[]} ducking */
export function drawDucking({ context, viewport, colours, rows, longest }, ducking) {
  const { top, height } = rows.bot;
  for (const span of within(ducking, viewport.start, viewport.end, longest)) {
    const x = viewport.x(span.start_ms);
    const width = Math.max(2, viewport.x(span.end_ms) - x);
    context.save();
    context.beginPath();
    context.rect(x, top, width, height);
    context.clip();
    context.fillStyle = colours["--surface"];
    context.globalAlpha = 0.55;
    context.fillRect(x, top, width, height);
    context.globalAlpha = 0.8;
    context.strokeStyle = colours["--warn"];
    context.lineWidth = 1;
    context.beginPath();
    for (let at = x - height; at < x + width; at += 7) {
      context.moveTo(at, top + height);
      context.lineTo(at + height, top);
    }
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = colours["--warn"];
    context.fillRect(x, top, 1.5, height);
    context.fillRect(x + width - 1.5, top, 1.5, height);
    context.restore();
  }
}

/** Quiet speech is seen too: the square root lifts it. */
const lift = (value) => Math.sqrt(Math.max(0, Math.min(1, value)));

/** How likely the turn was over, in every pause: a curve that rises until it meets its threshold, or does not. */

import { millis } from "../../common/format.js";
import { within } from "../viewport.js";

const PAD = 5;
/** The part that is the same for everybody: not told beside the curve. */
const USUAL = "usual";
const LABEL = 38;
const BAR = 32;
/** Log odds at the full length of a bar. */
const FULL = 3;

/**
 * @param {import("./wave.js").Scene} scene
 * @param {Object[]} pauses of the call
 * @param {string} font for what stands beside a pause
 */
export function drawScores(scene, pauses, font) {
  const { viewport, longest } = scene;
  const seen = within(pauses, viewport.start, viewport.end, longest);
  scene.context.font = font;
  for (const [i, pause] of seen.entries()) {
    drawPause(scene, pause);
    const next = i + 1 < seen.length ? viewport.x(seen[i + 1].start_ms) : viewport.left + viewport.width;
    drawBeside(scene, pause, next);
  }
}

/** Where a pause ends on the canvas: its scores may outlast it, as speech is noticed a little late. */
export const lastMs = (pause) => Math.max(pause.end_ms, pause.scores.at(-1).at_ms);

function drawPause(scene, pause) {
  const { context, viewport, colours, rows } = scene;
  const { top, height } = rows.scores;
  const x = viewport.x(pause.start_ms);
  const width = Math.max(2, viewport.x(lastMs(pause)) - x);
  const y = (over) => top + height - PAD - over * (height - 2 * PAD);
  context.fillStyle = colours["--raised"];
  context.fillRect(x, top, width, height);
  const points = pause.scores.map((score) => [viewport.x(score.at_ms), y(score.over)]);

  context.beginPath();
  context.moveTo(points[0][0], top + height);
  for (const point of points) context.lineTo(...point);
  context.lineTo(points.at(-1)[0], top + height);
  context.globalAlpha = 0.28;
  context.fillStyle = colours["--floor-pause"];
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  points.forEach((point, i) => (i ? context.lineTo(...point) : context.moveTo(...point)));
  context.strokeStyle = colours["--floor-pause"];
  context.lineWidth = 2;
  context.stroke();

  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = colours["--text"];
  context.beginPath();
  pause.scores.forEach((score, i) => {
    if (i === 0) context.moveTo(x, y(score.threshold));
    context.lineTo(Math.max(x + width, viewport.x(score.at_ms)), y(score.threshold));
  });
  context.stroke();
  context.setLineDash([]);
  drawEnd(scene, pause, points.at(-1));
  if (scene.pointed?.item === pause) {
    context.strokeStyle = colours["--accent"];
    context.strokeRect(x - 1, top + 0.5, width + 2, height - 1);
  }
}

/** A dot where it was decided; a taken turn also marks the sound above it. */
function drawEnd({ context, colours, rows }, { outcome }, [x, y]) {
  const taken = outcome === "taken";
  if (taken) {
    context.fillStyle = colours["--good"];
    context.fillRect(x - 0.75, rows.caller.top, 1.5, y - rows.caller.top);
  }
  context.beginPath();
  context.arc(x, y, 4.5, 0, 2 * Math.PI);
  context.fillStyle = taken ? colours["--good"] : colours["--surface"];
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = taken ? colours["--good"] : colours[outcome === "dropped" ? "--quiet" : "--warn"];
  context.stroke();
}

/** What was decided and what it follows from, where there is room before the next pause. */
function drawBeside({ context, viewport, colours, rows }, pause, next) {
  const { top, height } = rows.scores;
  const left = viewport.x(lastMs(pause)) + 9;
  const last = pause.scores.at(-1);
  const verdict = verdictOf(pause);
  const wide = Math.max(context.measureText(verdict).width, LABEL + 2 * BAR);
  if (next - left < wide + 6 || left < viewport.left) return;
  context.fillStyle = colours["--text"];
  context.fillText(verdict, left, top + 9);
  const parts = Object.entries(last.because).filter(([name]) => name !== USUAL);
  const step = (height - 20) / Math.max(3, parts.length);
  const middle = left + LABEL + BAR;
  parts.forEach(([part, odds], i) => {
    const at = top + 20 + step * (i + 0.5);
    context.fillStyle = colours["--quiet"];
    context.fillText(part, left, at);
    context.fillStyle = colours["--line"];
    context.fillRect(middle - 0.5, at - step / 2, 1, step);
    const long = Math.min(1, Math.abs(odds) / FULL) * BAR;
    context.fillStyle = colours[odds > 0 ? "--good" : "--danger"];
    context.fillRect(odds > 0 ? middle : middle - long, at - 3.5, long, 7);
  });
}

function verdictOf({ outcome, start_ms, end_ms }) {
  const length = millis(end_ms - start_ms);
  return { taken: `taken after ${length}`, went_on: `held for ${length}`, dropped: "not answered", open: "open" }[outcome];
}

/** How the caller's voice runs: level and pitch over the words, and how aroused each turn was. */

import { signed } from "../../common/format.js";
import { within } from "../viewport.js";

const LOUDEST_DB = -5;
const QUIETEST_DB = -60;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 500;
const LINES_HZ = [100, 200, 400];
/** Deviations from the usual at which the colour is full. */
const FULL_AROUSAL = 2;

/**
 * @param {import("./wave.js").Scene} scene
 * @param {import("../curves.js").VoiceCurves} curves
 * @param {string} font
 */
export function drawVoice(scene, curves, font) {
  const { context, viewport, colours, rows } = scene;
  const { top, height } = rows.voice;
  context.font = font;
  for (const hz of LINES_HZ) {
    context.fillStyle = colours["--line"];
    context.fillRect(viewport.left, Math.round(pitchY(hz, rows.voice)), viewport.width, 1);
  }
  if (!curves.look(viewport.start, viewport.end)) {
    context.fillStyle = colours["--quiet"];
    context.fillText("Zoom in to see level and pitch", viewport.left + 8, top + height / 2);
    return;
  }
  const columns = Math.ceil(viewport.width);
  const floor = top + height;
  context.fillStyle = colours["--caller"];
  context.globalAlpha = 0.24;
  for (let i = 0; i < columns; i += 1) {
    const loudest = curves.loudest(viewport.at(viewport.left + i), viewport.at(viewport.left + i + 1));
    const share = Math.max(0, Math.min(1, (loudest - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
    if (share > 0) context.fillRect(viewport.left + i, floor - share * height, 1, share * height);
  }
  context.globalAlpha = 1;
  const radius = Math.max(1, Math.min(2.4, (10 / viewport.span) * viewport.width * 0.45));
  context.fillStyle = colours["--pitch"];
  curves.eachPitch(viewport.start, viewport.end, (ms, hz) => {
    context.beginPath();
    context.arc(viewport.x(ms), pitchY(hz, rows.voice), radius, 0, 2 * Math.PI);
    context.fill();
  });
}

/** The scale of the pitch, in the gutter. @param {import("./wave.js").Scene} scene @param {number} right px */
export function drawPitchScale({ context, colours, rows }, right) {
  context.fillStyle = colours["--pitch"];
  context.textAlign = "right";
  for (const hz of LINES_HZ) context.fillText(String(hz), right, pitchY(hz, rows.voice));
  context.textAlign = "left";
}

function pitchY(hz, { top, height }) {
  const share = Math.log(hz / LOWEST_HZ) / Math.log(HIGHEST_HZ / LOWEST_HZ);
  return top + height - 4 - Math.max(0, Math.min(1, share)) * (height - 8);
}

/** @param {import("./wave.js").Scene} scene @param {Object[]} turns of the caller @param {string} font */
export function drawArousal({ context, viewport, colours, rows, longest }, turns, font) {
  const { top, height } = rows.arousal;
  context.font = font;
  for (const { lines: [line], start_ms, end_ms } of within(turns, viewport.start, viewport.end, longest)) {
    const arousal = line.voice?.arousal;
    if (!arousal) continue;
    const x = viewport.x(start_ms);
    const width = Math.max(3, viewport.x(end_ms) - x);
    context.fillStyle = colours["--raised"];
    context.fillRect(x, top, width, height);
    context.fillStyle = colours[arousal.value > 0 ? "--aroused" : "--calm"];
    context.globalAlpha = Math.min(1, Math.abs(arousal.value) / FULL_AROUSAL);
    context.fillRect(x, top, width, height);
    context.globalAlpha = 1;
    if (width < 40) continue;
    context.fillStyle = colours["--text"];
    context.fillText(signed(arousal.value), Math.max(x, viewport.left) + 6, top + height / 2 + 0.5);
  }
}

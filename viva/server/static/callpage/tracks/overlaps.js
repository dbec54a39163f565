/** Sounds over the bot, with what each was taken for; and what the bot says without the floor. */

import { within } from "../viewport.js";

/** Kind -> what it is called, its colour, and its picture: drawn around 0, 0 within 7 px. */
export const KINDS = {
  interruption: { name: "interruption", colour: "--danger", icon: octagon },
  backchannel: { name: "backchannel", colour: "--caller", icon: bubble },
  noise: { name: "noise", colour: "--warn", icon: burst },
  background_speech: { name: "someone else", colour: "--quiet", icon: people },
  unknown: { name: "not judged", colour: "--quiet", icon: ring },
};

const DECISIONS = { yielded: "the bot yields", went_on: "the bot goes on", finished: "the bot had finished" };

/** @param {Object} overlap @returns {string} */
export const outcomeOf = (overlap) => (overlap.resumed ? "the bot yields, then goes on" : DECISIONS[overlap.decision] ?? "");

/** @param {import("./wave.js").Scene} scene @param {Object[]} overlaps @param {string} font */
export function drawOverlaps(scene, overlaps, font) {
  const { context, viewport, colours, rows, longest, pointed } = scene;
  const { top, height } = rows.overlaps;
  const seen = within(overlaps, viewport.start, viewport.end, longest);
  context.font = font;
  for (const [i, one] of seen.entries()) {
    const { name, colour, icon } = KINDS[one.kind ?? "unknown"];
    const x = viewport.x(one.start_ms);
    const width = Math.max(3, viewport.x(one.end_ms) - x);
    context.fillStyle = colours[colour];
    context.globalAlpha = 0.3;
    context.fillRect(x, top, width, height);
    context.globalAlpha = 1;
    context.fillRect(x, top + height - 3, width, 3);
    if (pointed?.item === one) {
      context.strokeStyle = colours[colour];
      context.strokeRect(x + 0.5, top + 0.5, Math.max(18, width) - 1, height - 1);
    }
    context.save();
    context.translate(x + 10, top + height / 2 - 1);
    context.fillStyle = context.strokeStyle = colours[colour];
    context.lineWidth = 1.6;
    icon(context, colours["--surface"]);
    context.restore();
    const next = i + 1 < seen.length ? viewport.x(seen[i + 1].start_ms) : viewport.left + viewport.width;
    const words = [`${name}: ${outcomeOf(one)}`, name].find((text) => context.measureText(text).width + 24 < next - x);
    if (!words) continue;
    context.fillStyle = colours["--surface"];
    context.fillRect(Math.max(x + 19, x + width), top + 4, context.measureText(words).width + 23 - Math.max(19, width), height - 9);
    context.fillStyle = colours["--text"];
    context.fillText(words, x + 21, top + height / 2);
  }
}

/** @param {import("./wave.js").Scene} scene @param {Object[]} asides @param {string} font */
export function drawAsides({ context, viewport, colours, rows, longest }, asides, font) {
  const { top, height } = rows.overlaps;
  context.font = font;
  for (const one of within(asides, viewport.start, viewport.end, longest)) {
    const x = viewport.x(one.start_ms);
    const width = Math.max(4, viewport.x(one.end_ms) - x);
    context.setLineDash([3, 2]);
    context.strokeStyle = colours["--bot"];
    context.lineWidth = 1.2;
    context.strokeRect(x + 0.5, top + 3.5, width, height - 7);
    context.setLineDash([]);
    context.fillStyle = colours["--text"];
    if (context.measureText(one.text).width + 8 < width) context.fillText(one.text, x + 5, top + height / 2);
  }
}

function octagon(context, ground) {
  context.beginPath();
  for (let i = 0; i < 8; i += 1) {
    const angle = ((i + 0.5) * Math.PI) / 4;
    context.lineTo(7.5 * Math.cos(angle), 7.5 * Math.sin(angle));
  }
  context.fill();
  context.fillStyle = ground;
  context.fillRect(-4, -1.5, 8, 3);
}

function bubble(context, ground) {
  context.beginPath();
  context.roundRect(-7, -6, 14, 9, 4);
  context.moveTo(-3, 3);
  context.lineTo(-4, 7);
  context.lineTo(1, 3);
  context.fill();
  context.fillStyle = ground;
  for (const x of [-4.5, -1, 2.5]) context.fillRect(x, -2.5, 2, 2);
}

function burst(context) {
  context.beginPath();
  for (let i = 0; i < 16; i += 1) {
    const reach = i % 2 ? 3.5 : 7.5;
    context.lineTo(reach * Math.cos((i * Math.PI) / 8), reach * Math.sin((i * Math.PI) / 8));
  }
  context.fill();
}

function people(context) {
  for (const [x, y, r] of [[-3, -3, 2.6], [4, -2, 2]]) {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.moveTo(x + 2 * r, y + 9);
    context.arc(x, y + 9, 1.7 * r, 0, Math.PI, true);
    context.fill();
  }
}

function ring(context) {
  context.beginPath();
  context.arc(0, 0, 5.5, 0, 2 * Math.PI);
  context.stroke();
}

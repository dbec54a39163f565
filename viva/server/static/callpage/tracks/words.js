/** What was said, where it was said. */

import { groupTurns } from "../transcript.js";
import { within } from "../viewport.js";

/** The lines of one side by turn: `{start_ms, end_ms, lines}`. @param {Object[]} lines */
export function turns(lines) {
  return groupTurns(lines).map((group) => ({ start_ms: group[0].start_ms, end_ms: group.at(-1).end_ms, lines: group }));
}

/**
 * @param {import("./wave.js").Scene} scene
 * @param {Object[]} groups of one side, as `turns` gives
 * @param {{top: number, height: number}} row
 * @param {string} ink name of the side's colour
 * @param {string} font
 */
export function drawLines(scene, groups, row, ink, font) {
  const { context, viewport, colours, longest, pointed } = scene;
  context.font = font;
  const seen = within(groups, viewport.start, viewport.end + longest, longest);
  for (const [i, group] of seen.entries()) {
    for (const [place, line] of group.lines.entries()) {
      const x = viewport.x(line.start_ms);
      const width = Math.max(3, viewport.x(line.end_ms) - x);
      context.fillStyle = colours[`${ink}-ground`];
      context.fillRect(x, row.top, width, row.height);
      context.fillStyle = colours[line.interrupted ? "--warn" : ink];
      // Within a turn only a tick: the words run on over it.
      context.fillRect(x, place ? row.top + row.height - 5 : row.top, 2, place ? 5 : row.height);
      if (line.interrupted) {
        context.fillRect(x + width - 3, row.top, 3, 6);
        context.fillRect(x + width - 3, row.top + row.height - 6, 3, 6);
      }
      if (pointed?.item === line) {
        context.strokeStyle = colours[ink];
        context.strokeRect(x + 0.5, row.top + 0.5, width - 1, row.height - 1);
      }
    }
    const next = i + 1 < seen.length ? viewport.x(seen[i + 1].start_ms) : viewport.left + viewport.width;
    drawWords(scene, group, Math.max(next, viewport.x(group.end_ms)) - 4, row.top + row.height / 2);
  }
}

/**
 * Each word where it sounds, if they fit; else each sentence in its bar; else the turn's words in one
 * piece, up to where the next turn begins.
 */
function drawWords({ context, viewport, colours }, group, right, middle) {
  context.fillStyle = colours["--text"];
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

const heardText = (line) => (line.interrupted ? line.heard : line.text);

const isWhole = (rows) => !rows.some((words) => words === "" || words.endsWith("…"));

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

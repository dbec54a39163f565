/** What was said, seen: its words over waveform and pitch, with a cursor. Imports nothing: see player.js. */

const SVG = "http://www.w3.org/2000/svg";
const PX_PER_S = 150;
const LEFT = 44;
const ROWS = { wave: { top: 60, height: 96 }, pitch: { top: 166, height: 96 } };
const HEIGHT = 288;
const PITCHES = [60, 80, 100, 150, 200, 300, 400];

/** A new SVG element with attributes and children. */
function draw(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** A new HTML element with a class and children; text is set as text. */
function box(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

const signed = (value, digits) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;

/**
 * Show a sentence or several in a place of a page, and play them on request.
 * @param {HTMLElement} place emptied first
 * @param {Object} said the answer of `POST /api/bots/ID/say`
 * @param {import("./player.js").Player} player
 */
export function showSaid(place, said, player) {
  const x = (ms) => LEFT + (ms / 1000) * PX_PER_S;
  const width = Math.ceil(x(said.duration_ms)) + 12;
  const cursor = draw("line", { class: "say-cursor", y1: 0, y2: HEIGHT - 20, x1: LEFT, x2: LEFT });
  const svg = draw("svg", { class: "say-picture", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`,
    role: "img", "aria-label": `Waveform and pitch of: ${said.text}` });
  svg.append(drawScale(said, x), drawWave(said, x), ...drawPitch(said, x, width), cursor);

  const button = box("button", "button primary", "Play");
  button.type = "button";
  const words = [];
  const at = (ms) => {
    cursor.setAttribute("x1", x(ms));
    cursor.setAttribute("x2", x(ms));
    for (const { word, node } of words) {
      const sounds = word.start_ms <= ms && ms < word.end_ms;
      if (sounds && !node.classList.contains("sounds")) keepInView(node, x(ms));
      node.classList.toggle("sounds", sounds);
    }
  };
  const play = (from) => {
    button.textContent = "Stop";
    player.play(said.audio, from, at, () => {
      button.textContent = "Play";
      for (const { node } of words) node.classList.remove("sounds");
    });
  };
  const keepInView = (node, middle) => {
    const frame = node.closest(".say-frame");
    if (middle < frame.scrollLeft || middle > frame.scrollLeft + frame.clientWidth - 80) {
      frame.scrollLeft = middle - 80;
    }
  };
  button.addEventListener("click", () => (button.textContent === "Stop" ? player.stop() : play(0)));

  const line = box("div", "say-words");
  line.style.width = `${width}px`;
  for (const sentence of said.sentences) {
    for (const word of sentence.words) {
      // In two rows by turns: a short word has room for its letters.
      const node = box("button", `say-word row-${words.length % 2}`, word.text);
      node.type = "button";
      node.title = `${(word.start_ms / 1000).toFixed(2)} s${word.said ? `, said: ${word.said}` : ""}`;
      node.style.left = `${x(word.start_ms)}px`;
      node.style.width = `${Math.max(8, x(word.end_ms) - x(word.start_ms) - 2)}px`;
      node.addEventListener("click", () => play(word.start_ms));
      line.append(node);
      words.push({ word, node });
    }
  }
  const level = said.lufs === null ? "silence" : `${said.lufs.toFixed(1)} LUFS`.replace("-", "−");
  const head = box("div", "say-head", button,
    box("span", "hint", `${(said.duration_ms / 1000).toFixed(2)} s · ${level}`));
  place.replaceChildren(head, box("div", "say-frame", box("div", "say-sheet", line, svg)), list(said));
}

/** How each sentence is said, and why. */
function list(said) {
  const rows = said.sentences.map((one) => box("li", "", box("span", "say-text", one.text),
    box("span", "say-manner", `rate ${one.rate.toFixed(2)} · pitch ${signed(one.pitch_st, 1)} st · `
      + `level ${signed(one.level_db, 1)} dB`),
    box("span", "say-why", one.reasons.join("; ") || "as the voice speaks by itself")));
  return box("ol", "say-sentences", ...rows);
}

function drawScale(said, x) {
  const group = draw("g", { class: "say-scale" });
  for (let ms = 0; ms <= said.duration_ms; ms += 500) {
    group.append(draw("line", { x1: x(ms), x2: x(ms), y1: HEIGHT - 24, y2: HEIGHT - (ms % 1000 ? 21 : 18) }));
    if (ms % 1000 === 0) group.append(draw("text", { x: x(ms), y: HEIGHT - 5, "text-anchor": "middle" }, `${ms / 1000} s`));
  }
  return group;
}

function drawWave(said, x) {
  const { top, height } = ROWS.wave;
  const middle = top + height / 2;
  const { wave, column_ms: step } = said.curves;
  const loudest = Math.max(0.05, ...wave.map(([low, high]) => Math.max(-low, high)));
  const y = (value) => (middle - (value / loudest) * (height / 2)).toFixed(1);
  const upper = wave.map(([, high], i) => `${x((i + 0.5) * step).toFixed(1)},${y(high)}`);
  const lower = wave.map(([low], i) => `${x((i + 0.5) * step).toFixed(1)},${y(low)}`).reverse();
  return draw("polygon", { class: "say-wave", points: [...upper, ...lower].join(" ") });
}

/** On a logarithmic scale, as pitch is heard. */
function drawPitch(said, x, width) {
  const { top, height } = ROWS.pitch;
  const { pitch_hz: pitch, step_ms: step } = said.curves;
  const voiced = pitch.filter((hz) => hz !== null).sort((a, b) => a - b);
  if (!voiced.length) return [];
  const low = Math.min(voiced[0] * 0.9, 90);
  const high = Math.max(voiced.at(-1) * 1.1, 180);
  const y = (hz) => top + height * (1 - Math.log(hz / low) / Math.log(high / low));
  const lines = draw("g", { class: "say-scale" });
  for (const hz of PITCHES.filter((one) => low < one && one < high)) {
    lines.append(draw("line", { x1: LEFT, x2: width, y1: y(hz), y2: y(hz) }),
      draw("text", { x: LEFT - 6, y: y(hz) + 4, "text-anchor": "end" }, hz));
  }
  lines.append(draw("text", { x: LEFT - 6, y: top - 2, "text-anchor": "end" }, "Hz"));
  let path = "";
  pitch.forEach((hz, i) => {
    if (hz !== null) path += `${i && pitch[i - 1] !== null ? "L" : "M"}${x(i * step).toFixed(1)} ${y(hz).toFixed(1)}`;
  });
  return [lines, draw("path", { class: "say-pitch", d: path })];
}

/** The caller that something is said to: sliders that say nothing until they are moved. */

import { el } from "../common/dom.js";
import { signed } from "../common/format.js";

const UNKNOWN = "unknown";
/** Each at rest stands for "unknown". */
const SLIDERS = [
  { key: "rate", label: "Rate", min: 0.5, max: 2, step: 0.05, rest: 1, shown: (v) => `× ${v.toFixed(2)}` },
  { key: "level_db", label: "Level", min: -20, max: 20, step: 1, rest: 0, shown: (v) => `${signed(v, 0)} dB` },
  { key: "snr_db", label: "Noise", min: -40, max: 0, step: 1, rest: -40, shown: (v) => `${-v} dB SNR`, sent: (v) => -v },
  { key: "arousal", label: "Arousal", min: -3, max: 3, step: 0.1, rest: 0, shown: (v) => `${signed(v, 1)} sd` },
];
const TICKS = [
  { key: "asked_again", label: "has just said “sorry?”" },
  { key: "returning", label: "has called before" },
];

/**
 * Put the controls into a place.
 * @param {HTMLElement} place
 * @returns {() => Object} the caller as the server wants it, only what is known
 */
export function callerControls(place) {
  const read = [];
  for (const { key, label, min, max, step, rest, shown, sent } of SLIDERS) {
    const slider = /** @type {HTMLInputElement} */ (
      el("input", { type: "range", id: `say-${key}`, min, max, step, value: rest }));
    const output = el("output", { for: `say-${key}`, text: UNKNOWN });
    slider.addEventListener("input", () => {
      const value = Number(slider.value);
      output.textContent = value === rest ? UNKNOWN : shown(value);
    });
    slider.addEventListener("dblclick", () => {
      slider.value = String(rest);
      slider.dispatchEvent(new Event("input"));
    });
    place.append(el("label", { class: "say-slider", title: "Double click: unknown" }, label, slider, output));
    read.push((caller) => {
      const value = Number(slider.value);
      if (value !== rest) caller[key] = sent ? sent(value) : value;
    });
  }
  for (const { key, label } of TICKS) {
    const tick = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", id: `say-${key}` }));
    place.append(el("label", { class: "say-tick" }, tick, label));
    read.push((caller) => { if (tick.checked) caller[key] = true; });
  }
  return () => {
    const caller = {};
    for (const one of read) one(caller);
    return caller;
  };
}

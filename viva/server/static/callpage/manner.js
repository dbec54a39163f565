/** How a turn was said, in a line. */

import { signed } from "../common/format.js";

/**
 * @param {Object} voice of a line of the transcript
 * @returns {string} measures with how far they are from the caller's usual, where that is known
 */
export function mannerWords({ voice, pitch, level, rate, arousal }) {
  const told = [
    measure("pitch", voice.pitch_hz, "Hz", pitch),
    measure("level", voice.level_db, "dBFS", level),
    measure("rate", voice.rate, "syllables/s", rate, 1),
    voice.pitch_slope_st_s ? `final slope ${signed(voice.pitch_slope_st_s.value)} st/s` : null,
    arousal ? `arousal ${signed(arousal.value)} (${Math.round(arousal.confidence * 100)} % sure)` : null,
    voice.emotion ? `${voice.emotion.label} ${Math.round(voice.emotion.confidence * 100)} %` : null,
  ].filter(Boolean);
  return told.length ? `Voice: ${told.join(", ")}` : "";
}

function measure(name, found, unit, z, digits = 0) {
  if (!found) return null;
  const value = `${found.value < 0 ? "−" : ""}${Math.abs(found.value).toFixed(digits)}`;
  return `${name} ${value} ${unit}${z == null ? "" : ` (${signed(z)} deviations)`}`;
}

/** Times and names as people read them. */

/**
 * A duration or a place in a call: `0:07`, `12:30`, `1:02:03`.
 * @param {number} ms
 * @returns {string}
 */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor((ms || 0) / 1000));
  const minutes = Math.floor(seconds / 60);
  const two = (n) => String(n).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * A place in a call to the tenth of a second, for close looks: `0:07.3`.
 * @param {number} ms
 * @returns {string}
 */
export function fineClock(ms) {
  const tenths = Math.floor(Math.max(0, ms || 0) / 100);
  return `${clock(tenths * 100)}.${tenths % 10}`;
}

/**
 * Milliseconds as a short figure: `540 ms`, `1.24 s` from 10 s on `12.4 s`.
 * @param {number} ms
 * @returns {string}
 */
export function millis(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/**
 * A figure with its sign: `+0.5`, `−12.0`.
 * @param {number} value
 * @param {number} [digits] after the point
 * @returns {string}
 */
export function signed(value, digits = 1) {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/**
 * When a call began, in the reader's own time zone.
 * @param {string|number} when ISO 8601, or seconds or milliseconds since 1970
 * @returns {string} the input itself where it is no time
 */
export function dateTime(when) {
  const value = typeof when === "number" && when < 1e11 ? when * 1000 : when;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return String(when ?? "");
  return date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/**
 * The middle value.
 * @param {number[]} values
 * @returns {number} NaN for none
 */
export function median(values) {
  if (!values.length) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * A count with its noun: `1 turn`, `3 turns`.
 * @param {number} n
 * @param {string} noun
 * @returns {string}
 */
export function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

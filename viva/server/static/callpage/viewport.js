/** Which part of the call is in view. Values only: milliseconds on one side, pixels on the other. */

const SHORTEST_MS = 400;

/** A window on a call. */
export class Viewport {
  /** @param {number} durationMs of the call */
  constructor(durationMs) {
    this.duration = Math.max(1, durationMs);
    this.start = 0;
    this.end = this.duration;
    this.left = 0;
    this.width = 1;
  }

  /** Milliseconds in view. */
  get span() {
    return this.end - this.start;
  }

  /** The whole call is in view. */
  get whole() {
    return this.start === 0 && this.end === this.duration;
  }

  /**
   * Where the plot lies.
   * @param {number} left px
   * @param {number} width px
   */
  place(left, width) {
    this.left = left;
    this.width = Math.max(1, width);
  }

  /** @param {number} ms @returns {number} px */
  x(ms) {
    return this.left + ((ms - this.start) / this.span) * this.width;
  }

  /** @param {number} x px @returns {number} ms within the call */
  at(x) {
    const ms = this.start + ((x - this.left) / this.width) * this.span;
    return Math.max(0, Math.min(this.duration, ms));
  }

  /**
   * Show a part; it keeps its length and stays within the call.
   * @param {number} start ms
   * @param {number} end ms
   */
  show(start, end) {
    const span = Math.min(this.duration, Math.max(Math.min(SHORTEST_MS, this.duration), end - start));
    this.start = Math.max(0, Math.min(this.duration - span, start));
    this.end = this.start + span;
  }

  /**
   * @param {number} factor below 1 comes closer
   * @param {number} [at] ms that stays where it is; the middle where not given
   */
  zoom(factor, at = (this.start + this.end) / 2) {
    const span = Math.min(this.duration, Math.max(Math.min(SHORTEST_MS, this.duration), this.span * factor));
    const share = (at - this.start) / this.span;
    this.show(at - share * span, at - share * span + span);
  }

  /** @param {number} ms to the right */
  pan(ms) {
    this.show(this.start + ms, this.end + ms);
  }

  /** @param {number} ms is brought into view, a fifth from the left, where it is not */
  follow(ms) {
    if (ms < this.start || ms > this.end - this.span * 0.1) this.show(ms - this.span * 0.2, ms + this.span * 0.8);
  }
}

/**
 * A step for the time axis: 1, 2 or 5 and its like, so that labels have room.
 * @param {number} span ms in view
 * @param {number} width px
 * @param {number} [room] px for each label
 * @returns {number} ms
 */
export function axisStep(span, width, room = 80) {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000, 60000, 120000, 300000, 600000, 1800000];
  return steps.find((step) => (step / span) * width >= room) ?? 3600000;
}

/**
 * The part of an ordered list that is in view.
 * @template T
 * @param {T[]} items ordered by start, with `start_ms` or `at_ms`
 * @param {number} from ms
 * @param {number} to ms
 * @param {number} longest ms: no item is longer
 * @returns {T[]}
 */
export function within(items, from, to, longest) {
  const start = (item) => item.start_ms ?? item.at_ms;
  const first = lowerBound(items, from - longest, start);
  const last = lowerBound(items, to, start);
  return items.slice(first, last);
}

function lowerBound(items, value, of) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(items[middle]) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

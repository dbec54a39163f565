/** Level, pitch and tilt of the caller's voice every 10 ms, fetched in parts of 30 s for what is in view. */

import { askJson } from "../common/api.js";

const PART_MS = 30000;
const WIDEST_MS = 180000;

/** Curves of one call. */
export class VoiceCurves {
  /**
   * @param {string} url without the part
   * @param {number} durationMs of the recording
   * @param {() => void} changed a part has arrived
   */
  constructor(url, durationMs, changed) {
    this.url = url;
    this.parts = Math.max(1, Math.ceil(durationMs / PART_MS));
    this.changed = changed;
    this.asked = new Set();
    this.found = new Map();
    this.queue = Promise.resolve();
  }

  /**
   * Fetch what is missing of a window, one part after the other.
   * @param {number} start ms
   * @param {number} end ms
   * @returns {boolean} false: so much is in view that nothing is fetched
   */
  look(start, end) {
    if (end - start > WIDEST_MS) return false;
    const last = Math.min(this.parts, Math.floor(end / PART_MS) + 1);
    for (let part = Math.floor(start / PART_MS) + 1; part <= last; part += 1) {
      if (this.asked.has(part)) continue;
      this.asked.add(part);
      this.queue = this.queue.then(() => this.fetch(part));
    }
    return true;
  }

  async fetch(part) {
    try {
      this.found.set(part, await askJson(`${this.url}?part=${part}`));
      this.changed();
    } catch {
      // The rest of the page does not need it.
    }
  }

  /**
   * The frame at a place.
   * @param {number} ms
   * @returns {{at_ms: number, level_db: number, pitch_hz: number|null, tilt_db: number}|null} null: not fetched
   */
  at(ms) {
    const part = this.found.get(Math.floor(ms / PART_MS) + 1);
    const i = part ? Math.round((ms - part.start_ms) / part.step_ms) : -1;
    if (!part || i < 0 || i >= part.level_db.length) return null;
    return { at_ms: part.start_ms + i * part.step_ms, level_db: part.level_db[i], pitch_hz: part.pitch_hz[i],
      tilt_db: part.tilt_db[i] };
  }

  /**
   * @param {number} start ms
   * @param {number} end ms
   * @returns {number} highest level in dBFS, that of the nearest frame where none lies between; -100 where unknown
   */
  loudest(start, end) {
    let found = this.at(start)?.level_db ?? -100;
    for (let ms = start + 10; ms < end; ms += 10) found = Math.max(found, this.at(ms)?.level_db ?? -100);
    return found;
  }

  /**
   * @param {number} start ms
   * @param {number} end ms
   * @param {(ms: number, hz: number) => void} take called for each voiced frame
   */
  eachPitch(start, end, take) {
    for (const part of this.found.values()) {
      const first = Math.max(0, Math.floor((start - part.start_ms) / part.step_ms));
      const last = Math.min(part.pitch_hz.length, Math.ceil((end - part.start_ms) / part.step_ms));
      for (let i = first; i < last; i += 1) {
        if (part.pitch_hz[i] !== null) take(part.start_ms + i * part.step_ms, part.pitch_hz[i]);
      }
    }
  }
}

/** Levels of sound as the ear takes them. */

const FLOOR_DB = -60;

/**
 * A level as a share of the meter: 0 at -60 dB full scale and below, 1 at full scale.
 * @param {number} level 0..1 root mean square
 * @returns {number} 0..1
 */
export function levelShare(level) {
  if (level <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / FLOOR_DB));
}

/** A bar that rises at once and falls slowly, so that the eye can follow it. */
export class Meter {
  /** @param {HTMLElement} bar its width stands for the level */
  constructor(bar) {
    this.bar = bar;
    this.shown = 0;
  }

  /** @param {number} level 0..1 root mean square */
  set(level) {
    const share = levelShare(level);
    if (share <= this.shown) return;
    const resting = this.shown === 0;
    this.shown = share;
    if (resting) requestAnimationFrame(() => this.fall());
  }

  /** Fall to nothing. */
  rest() {
    this.shown = 0;
    this.draw();
  }

  fall() {
    this.draw();
    this.shown = Math.max(0, this.shown * 0.94 - 0.004);
    if (this.shown > 0) requestAnimationFrame(() => this.fall());
    else this.draw();
  }

  draw() {
    this.bar.style.transform = `scaleX(${this.shown.toFixed(3)})`;
  }
}

/** The bot's sound between its arrival and its playing: a ring of samples with a cautious start. */

/**
 * Plays nothing until some sound is in hand, so that frames which arrive a little late leave no holes;
 * counts what was really played, since the bot wants to know what was heard.
 */
export class JitterBuffer {
  /**
   * @param {{rate: number, startMs?: number, patienceMs?: number, capacityMs?: number, fadeMs?: number}} options
   *   `startMs`: sound in hand before it starts; `patienceMs`: it starts with less after so long, as the
   *   end of a very short prompt never fills the start; `capacityMs`: beyond it the oldest goes
   */
  constructor({ rate, startMs = 60, patienceMs = 80, capacityMs = 20000, fadeMs = 5 }) {
    this.rate = rate;
    this.ring = new Float32Array(Math.ceil((capacityMs * rate) / 1000));
    this.read = 0;
    this.held = 0;
    this.start = (startMs * rate) / 1000;
    this.patience = (patienceMs * rate) / 1000;
    this.fade = Math.round((fadeMs * rate) / 1000);
    this.fading = 0;
    this.playing = false;
    this.waited = 0;
    this.played = 0;
  }

  /** Milliseconds of the bot's sound played so far; filler silence does not count. */
  get playedMs() {
    return Math.floor((this.played * 1000) / this.rate);
  }

  /** @param {Float32Array} samples */
  push(samples) {
    // What arrives after a clear belongs to what comes next: the fade is cut short, not lengthened.
    if (this.fading) this.drop();
    for (const sample of samples) {
      if (this.held === this.ring.length) {
        this.read = (this.read + 1) % this.ring.length;
        this.held -= 1;
      }
      this.ring[(this.read + this.held) % this.ring.length] = sample;
      this.held += 1;
    }
  }

  /** The bot was interrupted: fade out what is sounding and forget the rest. */
  clear() {
    if (!this.playing || !this.held) {
      this.drop();
      return;
    }
    this.fading = Math.min(this.fade, this.held);
    this.held = this.fading;
  }

  /**
   * Fill a block, with silence where there is no sound.
   * @param {Float32Array} block
   */
  pull(block) {
    if (!this.playing && this.held) {
      this.waited += block.length;
      if (this.held >= this.start || this.waited >= this.patience) this.playing = true;
    }
    if (!this.playing) {
      block.fill(0);
      return;
    }
    const n = Math.min(block.length, this.held);
    for (let i = 0; i < n; i += 1) {
      const gain = this.fading ? (this.fading - i) / this.fade : 1;
      block[i] = this.ring[(this.read + i) % this.ring.length] * gain;
    }
    block.fill(0, n);
    this.read = (this.read + n) % this.ring.length;
    this.held -= n;
    this.played += n;
    if (this.fading) this.fading = Math.max(0, this.fading - n);
    if (!this.held) this.drop();
  }

  drop() {
    this.held = 0;
    this.fading = 0;
    this.playing = false;
    this.waited = 0;
  }
}

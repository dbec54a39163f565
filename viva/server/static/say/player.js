/** Playing what was said, from any place in it. Imports nothing: it also stands in files of its own. */

export class Player {
  constructor() {
    this.context = null;
    this.source = null;
    this.stopped = null;
  }

  /**
   * Play a sound, in place of what plays now.
   * @param {string} wav a WAV file in base 64
   * @param {number} fromMs where to begin
   * @param {(ms: number) => void} moved called for every drawn frame with the place that sounds
   * @param {() => void} ended called once: at the end, or when something else is played or it is stopped
   */
  async play(wav, fromMs, moved, ended) {
    this.stop();
    this.context ??= new AudioContext();
    await this.context.resume();
    const bytes = Uint8Array.from(atob(wav), (c) => c.charCodeAt(0));
    const buffer = await this.context.decodeAudioData(bytes.buffer);
    this.stop(); // another play may have begun meanwhile
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(this.context.destination);
    const begun = this.context.currentTime;
    source.start(0, fromMs / 1000);
    const frame = () => {
      if (this.source !== source) return;
      moved(fromMs + (this.context.currentTime - begun) * 1000);
      requestAnimationFrame(frame);
    };
    this.source = source;
    this.stopped = ended;
    source.addEventListener("ended", () => { if (this.source === source) this.stop(); });
    requestAnimationFrame(frame);
  }

  get playing() {
    return this.source !== null;
  }

  stop() {
    const [source, stopped] = [this.source, this.stopped];
    this.source = this.stopped = null;
    source?.stop();
    stopped?.();
  }
}

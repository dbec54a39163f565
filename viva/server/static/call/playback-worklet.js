/**
 * The bot's side of the sound.
 *
 * To it:   {frame: ArrayBuffer of PCM16 at 16 kHz} or {clear: true}
 * From it: {playedMs, level} about every 100 ms while something sounds and at once when it stops;
 *          `playedMs` is over the whole call, `level` 0..1 root mean square
 */
import { JitterBuffer } from "./jitter.js";
import { Resampler } from "./resample.js";

const RATE = 16000;
const REPORT_EVERY_MS = 100;
const LEVEL_EVERY_MS = 40;

class Playback extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(RATE, sampleRate);
    this.buffer = new JitterBuffer({ rate: sampleRate });
    this.energy = 0;
    this.summed = 0;
    this.reportedMs = 0;
    this.wasPlaying = false;
    this.port.onmessage = ({ data }) => {
      if (data.clear) this.buffer.clear();
      if (data.frame) this.buffer.push(this.resampler.push(floats(data.frame)));
    };
  }

  process(_inputs, outputs) {
    const block = outputs[0][0];
    this.buffer.pull(block);
    for (const sample of block) this.energy += sample * sample;
    this.summed += block.length;
    const playing = this.buffer.playing;
    const playedMs = this.buffer.playedMs;
    const stopped = this.wasPlaying && !playing;
    const due = playedMs - this.reportedMs >= REPORT_EVERY_MS || (stopped && playedMs !== this.reportedMs);
    if (due || stopped || (playing && this.summed >= (LEVEL_EVERY_MS * sampleRate) / 1000)) {
      if (due) this.reportedMs = playedMs;
      const level = playing ? Math.sqrt(this.energy / this.summed) : 0;
      this.port.postMessage({ playedMs: this.reportedMs, level });
      this.energy = 0;
      this.summed = 0;
    }
    if (!playing && !this.wasPlaying) {
      this.energy = 0;
      this.summed = 0;
    }
    this.wasPlaying = playing;
    return true;
  }
}

function floats(buffer) {
  const pcm = new Int16Array(buffer);
  const out = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i += 1) out[i] = pcm[i] / 32768;
  return out;
}

registerProcessor("playback", Playback);

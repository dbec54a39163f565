/**
 * The caller's side of the sound: 20 ms frames of PCM16 at 16 kHz, in real time, whatever the rate of
 * the audio context. With no microphone connected, or muted, the frames are silence, so a call that is
 * only typed keeps the server's clock and line as quiet as a held breath.
 *
 * To it:   {mute: bool}
 * From it: {frame: ArrayBuffer (640 bytes, little-endian), level: 0..1 root mean square}
 */
import { Resampler } from "./resample.js";

const RATE = 16000;
const FRAME = 320;

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.energy = 0;
    this.muted = false;
    this.silence = new Float32Array(128);
    this.port.onmessage = ({ data }) => {
      this.muted = Boolean(data.mute);
    };
  }

  process(inputs) {
    const heard = inputs[0][0];
    const samples = this.resampler.push(heard && !this.muted ? heard : this.silence);
    for (const sample of samples) {
      const clipped = Math.max(-1, Math.min(1, sample));
      this.frame[this.filled] = Math.round(clipped * 32767);
      this.energy += clipped * clipped;
      this.filled += 1;
      if (this.filled === FRAME) this.send();
    }
    return true;
  }

  send() {
    const buffer = this.frame.buffer;
    this.port.postMessage({ frame: buffer, level: Math.sqrt(this.energy / FRAME) }, [buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
    this.energy = 0;
  }
}

registerProcessor("capture", Capture);

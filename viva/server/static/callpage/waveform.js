/** The sound of both sides: an overview for the whole call, and the samples themselves for a close look. */

const SAMPLE_BYTES = 4; // two channels of PCM16
const RATE = 16000;
const CLOSE_MS = 30000;

/** Peaks of a call at any zoom. */
export class Waveform {
  /**
   * @param {{duration_ms: number, caller: number[][], bot: number[][]}} peaks of the whole call
   * @param {string} url of the recording, which serves ranges
   * @param {() => void} changed a closer look has arrived
   */
  constructor(peaks, url, changed) {
    this.peaks = peaks;
    this.url = url;
    this.changed = changed;
    this.dataStart = null;
    this.close = null;
    this.wanted = "";
  }

  /**
   * Lowest and highest sample within each column.
   * @param {"caller"|"bot"} side
   * @param {number} start ms
   * @param {number} end ms
   * @param {number} columns
   * @returns {Float32Array} min, max, min, max, ... -1..1
   */
  columns(side, start, end, columns) {
    const out = new Float32Array(columns * 2);
    const closer = this.close && this.close.start <= start && this.close.end >= end ? this.close : null;
    const source = closer ?? { start: 0, end: this.peaks.duration_ms, caller: this.peaks.caller, bot: this.peaks.bot };
    const values = source[side];
    const per = values.length / Math.max(1, source.end - source.start);
    for (let column = 0; column < columns; column += 1) {
      const from = (start + ((end - start) * column) / columns - source.start) * per;
      const to = (start + ((end - start) * (column + 1)) / columns - source.start) * per;
      let low = 0;
      let high = 0;
      for (let i = Math.max(0, Math.floor(from)); i < Math.min(values.length, Math.max(Math.floor(from) + 1, to)); i += 1) {
        if (values[i][0] < low) low = values[i][0];
        if (values[i][1] > high) high = values[i][1];
      }
      out[column * 2] = low;
      out[column * 2 + 1] = high;
    }
    return out;
  }

  /**
   * Fetch the samples of a short window where the overview is too coarse for it.
   * @param {number} start ms
   * @param {number} end ms
   * @param {number} columns
   */
  async lookCloser(start, end, columns) {
    const coarse = this.peaks.caller.length / Math.max(1, this.peaks.duration_ms);
    if (end - start > CLOSE_MS || (end - start) * coarse >= columns) return;
    if (this.close && this.close.start <= start && this.close.end >= end) return;
    const from = Math.max(0, Math.floor(start - (end - start) / 2));
    const to = Math.min(this.peaks.duration_ms, Math.ceil(end + (end - start) / 2));
    const key = `${from} ${to}`;
    if (this.wanted === key) return;
    this.wanted = key;
    try {
      this.dataStart ??= await findData(this.url);
      const pcm = new Int16Array(await range(this.url, this.dataStart + from * (RATE / 1000) * SAMPLE_BYTES,
        this.dataStart + to * (RATE / 1000) * SAMPLE_BYTES));
      if (this.wanted !== key) return;
      this.close = { start: from, end: to, caller: fold(pcm, 0), bot: fold(pcm, 1) };
      this.changed();
    } catch {
      // The overview stays: coarse, but true.
    }
  }
}

/** One column for each millisecond. */
function fold(pcm, channel) {
  const per = RATE / 1000;
  const out = new Array(Math.floor(pcm.length / 2 / per));
  for (let column = 0; column < out.length; column += 1) {
    let low = 0;
    let high = 0;
    for (let i = column * per; i < (column + 1) * per; i += 1) {
      const sample = pcm[i * 2 + channel] / 32768;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    out[column] = [low, high];
  }
  return out;
}

async function range(url, from, to) {
  const response = await fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` } });
  if (response.status !== 206) throw new Error("the server gave no range");
  const bytes = await response.arrayBuffer();
  return bytes.slice(0, bytes.byteLength - (bytes.byteLength % SAMPLE_BYTES));
}

/** Where the samples begin in a WAV file: behind the chunk named `data`. */
async function findData(url) {
  const head = new DataView(await range(url, 0, 4096));
  let at = 12;
  while (at + 8 <= head.byteLength) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => head.getUint8(at + i)));
    if (name === "data") return at + 8;
    at += 8 + head.getUint32(at + 4, true);
  }
  throw new Error("no samples in the recording");
}

/** Sample rate conversion of a stream: a windowed sinc, evaluated where each new sample falls. */

const ZERO_CROSSINGS = 12;

/**
 * One direction of one stream. Push any number of samples; what comes back depends on the input alone,
 * not on how it was cut up.
 */
export class Resampler {
  /**
   * @param {number} from samples per second that come in
   * @param {number} to samples per second wanted
   */
  constructor(from, to) {
    this.step = from / to;
    // Going down, the filter's cut-off follows the lower rate, so that nothing folds back.
    this.cutoff = Math.min(1, to / from) * 0.92;
    this.half = Math.ceil(ZERO_CROSSINGS / this.cutoff);
    this.kept = new Float32Array(this.half);
    this.position = this.half;
  }

  /**
   * @param {Float32Array} samples -1..1
   * @returns {Float32Array} the samples that are complete so far; the last `half` ones of the input wait
   *   for their right neighbours
   */
  push(samples) {
    if (this.step === 1) return samples;
    const all = new Float32Array(this.kept.length + samples.length);
    all.set(this.kept);
    all.set(samples, this.kept.length);
    const out = [];
    while (this.position + this.half < all.length) {
      out.push(this.at(all, this.position));
      this.position += this.step;
    }
    const spent = Math.max(0, Math.floor(this.position) - this.half);
    this.kept = all.slice(spent);
    this.position -= spent;
    return Float32Array.from(out);
  }

  at(samples, position) {
    const centre = Math.floor(position);
    const first = Math.max(0, centre - this.half + 1);
    const last = Math.min(samples.length - 1, centre + this.half);
    let sum = 0;
    for (let i = first; i <= last; i += 1) sum += samples[i] * kernel(position - i, this.cutoff, this.half);
    return sum;
  }
}

function kernel(distance, cutoff, half) {
  const x = Math.PI * distance * cutoff;
  const sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
  // Nothing at the ends, so that a sample that just comes in or goes out is not heard doing so.
  const window = Math.abs(distance) < half ? 0.5 + 0.5 * Math.cos((Math.PI * distance) / half) : 0;
  return cutoff * sinc * window;
}

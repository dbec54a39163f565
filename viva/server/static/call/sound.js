/** The sound of one call: microphone in, bot out, on one audio context. */

const RATE = 16000;
/** Gain of the bot's voice while the server judges a sound over it: -12 dB, reached within 20 ms. */
const DUCKED = 0.25;
const DUCK_S = 0.02;

/** The microphone cannot be used; `message` says why and what to do. */
export class MicrophoneError extends Error {}

const MICROPHONE_WORDS = {
  NotAllowedError: "The browser does not let this page use the microphone. Allow it beside the page's "
    + "address, then try again.",
  NotFoundError: "No microphone was found. Plug one in, then try again.",
  NotReadableError: "The microphone is in use by another program, or switched off.",
  SecurityError: "Browsers give the microphone only to pages from https:// or from this very machine "
    + "(http://localhost).",
};

/**
 * Ask for the microphone.
 * @param {{raw?: boolean}} [options] `raw`: without echo cancelling, noise suppression and gain control
 * @returns {Promise<MediaStream>}
 * @throws {MicrophoneError}
 */
export async function openMicrophone({ raw = false } = {}) {
  if (!navigator.mediaDevices) throw new MicrophoneError(MICROPHONE_WORDS.SecurityError);
  const audio = { channelCount: 1, echoCancellation: !raw, noiseSuppression: !raw, autoGainControl: !raw };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    throw new MicrophoneError(MICROPHONE_WORDS[error.name] ?? `The microphone cannot be used: ${error.message}`);
  }
}

/** Both directions of a call's sound. */
export class Sound {
  /**
   * @param {MediaStream|null} microphone null: a typed call; silence is sent in its place
   * @param {{onFrame: (frame: ArrayBuffer, level: number) => void,
   *   onPlayed: (playedMs: number, level: number) => void,
   *   onSuspended: (suspended: boolean) => void}} listeners
   */
  constructor(microphone, listeners) {
    this.microphone = microphone;
    this.listeners = listeners;
  }

  /** Start. Without a click or key press before it the browser may hold the sound: `onSuspended(true)`. */
  async start() {
    this.context = new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
    let source = null;
    if (this.microphone) {
      try {
        source = this.context.createMediaStreamSource(this.microphone);
      } catch {
        // Some browsers join a microphone only to a context of its own rate: the worklets convert.
        await this.context.close();
        this.context = new AudioContext({ latencyHint: "interactive" });
        source = this.context.createMediaStreamSource(this.microphone);
      }
    }
    await Promise.all(["capture", "playback"].map(
      (name) => this.context.audioWorklet.addModule(new URL(`./${name}-worklet.js`, import.meta.url))));

    this.capture = new AudioWorkletNode(this.context, "capture", { outputChannelCount: [1] });
    this.capture.port.onmessage = ({ data }) => this.listeners.onFrame(data.frame, data.level);
    source?.connect(this.capture);
    // Its output is silence; connected all the same, since a node that leads nowhere need not run.
    this.capture.connect(this.context.destination);

    this.playback = new AudioWorkletNode(this.context, "playback", { numberOfInputs: 0, outputChannelCount: [1] });
    this.playback.port.onmessage = ({ data }) => this.listeners.onPlayed(data.playedMs, data.level);
    this.gain = new GainNode(this.context);
    this.playback.connect(this.gain).connect(this.context.destination);

    this.context.onstatechange = () => this.tellState();
    this.tellState();
    this.wake();
  }

  tellState() {
    const { state } = this.context;
    if (state !== "closed") this.listeners.onSuspended(state !== "running");
  }

  /** Go on after the browser held the sound; from a click it always may. */
  wake() {
    if (this.context && this.context.state !== "running" && this.context.state !== "closed") {
      this.context.resume().catch(() => {});
    }
  }

  /** @param {ArrayBuffer} frame PCM16 at 16 kHz */
  play(frame) {
    this.playback?.port.postMessage({ frame }, [frame]);
  }

  /** The bot was interrupted. */
  clear() {
    this.playback?.port.postMessage({ clear: true });
    this.duck(false);
  }

  /**
   * Lower the bot's voice, or raise it again: also what has arrived and does not sound yet.
   * @param {boolean} on
   */
  duck(on) {
    if (!this.gain) return;
    const { gain } = this.gain;
    const now = this.context.currentTime;
    gain.cancelScheduledValues(now);
    gain.setValueAtTime(gain.value, now);
    gain.linearRampToValueAtTime(on ? DUCKED : 1, now + DUCK_S);
  }

  /** @param {boolean} on */
  mute(on) {
    this.capture?.port.postMessage({ mute: on });
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !on;
  }

  /** Give the microphone and the context back. */
  stop() {
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    if (this.context && this.context.state !== "closed") this.context.close().catch(() => {});
  }
}

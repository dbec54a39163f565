/** The call's WebSocket: protocol messages out, protocol messages in. See docs/reference/websocket.md. */

import { ApiError, messageOf } from "../common/api.js";
import { closeWords } from "../common/words.js";

/** Sound that waits to be sent beyond this is dropped: late speech is worse than lost speech. */
const MOST_WAITING_BYTES = 64000;

/** One call to a bot. */
export class Connection {
  /**
   * @param {string} bot
   * @param {{onMessage: (message: Object) => void, onAudio: (frame: ArrayBuffer) => void,
   *   onClose: (end: {opened: boolean, clean: boolean, words: string}) => void}} listeners
   */
  constructor(bot, listeners) {
    this.listeners = listeners;
    this.path = `/v1/call?${new URLSearchParams({ bot, format: "pcm16", rate: "16000", channel: "browser", duck: "client" })}`;
    this.opened = false;
    this.ended = false;
    this.dropped = 0;
    const url = new URL(this.path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(url);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.opened = true;
    };
    this.socket.onmessage = ({ data }) => this.receive(data);
    this.socket.onclose = (event) => this.closed(event.code);
  }

  receive(data) {
    if (data instanceof ArrayBuffer) {
      this.listeners.onAudio(data);
      return;
    }
    const message = JSON.parse(data);
    if (message.event === "ended") this.ended = true;
    this.listeners.onMessage(message);
  }

  async closed(code) {
    const words = this.opened ? closeWords(code) : await this.whyRefused();
    this.listeners.onClose({ opened: this.opened, clean: this.ended || code === 1000, words });
  }

  /** A browser hides why a WebSocket was refused; the same address asked plainly tells. */
  async whyRefused() {
    try {
      const response = await fetch(this.path);
      if (response.status === 503) return `All lines are busy. ${await messageOf(response)}`;
      if (response.status === 400) return await messageOf(response);
    } catch {
      return new ApiError(0, "The server cannot be reached. Is it still running?").message;
    }
    return "The server did not take the call: its lines may be busy. Try again in a moment.";
  }

  get open() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /**
   * Send a protocol message; nothing happens where the call is over.
   * @param {Object} message
   */
  send(message) {
    if (this.open) this.socket.send(JSON.stringify(message));
  }

  /**
   * Send 20 ms of the caller's sound.
   * @param {ArrayBuffer} frame
   * @returns {boolean} false: dropped, as the network does not keep up
   */
  sendAudio(frame) {
    if (!this.open) return true;
    if (this.socket.bufferedAmount > MOST_WAITING_BYTES) {
      this.dropped += 1;
      return false;
    }
    this.socket.send(frame);
    return true;
  }

  /** Hang up, and close within two seconds even where the server stays silent. */
  hangUp() {
    this.send({ event: "hang_up" });
    setTimeout(() => this.socket.close(), 2000);
  }
}

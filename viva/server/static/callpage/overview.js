/** The whole call in one thin line, with the part in view marked: drag it to move through a long call. */

import { fitCanvas } from "../common/dom.js";
import { FLOOR, palette } from "../common/floor.js";

const NAMES = [...Object.values(FLOOR).map((one) => one.colour), "--accent", "--text", "--danger"];

/** The thin canvas below the tracks. */
export class Overview {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("./viewport.js").Viewport} viewport
   * @param {() => void} moved
   */
  constructor(canvas, viewport, moved) {
    this.canvas = canvas;
    this.viewport = viewport;
    this.floor = [];
    this.cursor = 0;
    this.readColours();
    const show = (event) => {
      const at = ((event.clientX - canvas.getBoundingClientRect().left) / canvas.clientWidth) * viewport.duration;
      viewport.show(at - viewport.span / 2, at + viewport.span / 2);
      moved();
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      show(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons) show(event);
    });
  }

  readColours() {
    this.colours = palette(NAMES);
  }

  draw() {
    const { context, width, height } = fitCanvas(this.canvas);
    const { viewport } = this;
    const x = (ms) => (ms / viewport.duration) * width;
    context.clearRect(0, 0, width, height);
    for (const span of this.floor) {
      context.fillStyle = this.colours[FLOOR[span.state]?.colour ?? "--floor-idle"];
      context.globalAlpha = 0.75;
      context.fillRect(x(span.start_ms), 10, Math.max(0.5, x(span.end_ms) - x(span.start_ms)), height - 20);
    }
    context.globalAlpha = 1;
    context.fillStyle = this.colours["--danger"];
    context.fillRect(x(this.cursor) - 1, 0, 2, height);
    if (viewport.whole) return;
    context.strokeStyle = this.colours["--accent"];
    context.lineWidth = 2;
    context.strokeRect(Math.max(1, x(viewport.start)), 2, Math.max(6, x(viewport.end) - x(viewport.start) - 2), height - 4);
  }
}

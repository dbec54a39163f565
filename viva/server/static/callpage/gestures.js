/** Pointer, wheel and keys on the timeline: seek, pan, zoom. */

const DRAG_PX = 4;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("./viewport.js").Viewport} viewport
 * @param {{changed: () => void, seek: (ms: number) => void, step: (ms: number) => void, toggle: () => void,
 *   point: (x: number, y: number) => void, leave: () => void, decision: (step: 1|-1) => void}} reactions
 */
export function gestures(canvas, viewport, reactions) {
  let grip = null;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    const { x, y } = place(event);
    grip = { x, y, start: viewport.start, end: viewport.end, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const { x, y } = place(event);
    if (!grip) {
      reactions.point(x, y);
      return;
    }
    if (Math.abs(x - grip.x) > DRAG_PX) grip.moved = true;
    if (!grip.moved) return;
    const ms = ((grip.x - x) / viewport.width) * (grip.end - grip.start);
    viewport.show(grip.start + ms, grip.end + ms);
    reactions.changed();
  });
  canvas.addEventListener("pointerup", (event) => {
    if (grip && !grip.moved) reactions.seek(viewport.at(place(event).x));
    grip = null;
  });
  canvas.addEventListener("pointercancel", () => {
    grip = null;
  });
  canvas.addEventListener("pointerleave", reactions.leave);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) viewport.pan((sideways / viewport.width) * viewport.span);
    else viewport.zoom(Math.exp(event.deltaY * 0.0015), viewport.at(place(event).x));
    reactions.changed();
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const act = {
      ArrowLeft: () => reactions.step(event.shiftKey ? -5000 : -1000),
      ArrowRight: () => reactions.step(event.shiftKey ? 5000 : 1000),
      Home: () => reactions.seek(0),
      End: () => reactions.seek(viewport.duration),
      "+": () => viewport.zoom(0.6),
      "=": () => viewport.zoom(0.6),
      "-": () => viewport.zoom(1 / 0.6),
      0: () => viewport.show(0, viewport.duration),
      n: () => reactions.decision(1),
      p: () => reactions.decision(-1),
      Escape: reactions.leave,
      " ": reactions.toggle,
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
    reactions.changed();
  });
}

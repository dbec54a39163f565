/** Who holds the floor: names and colours, one table for every page. */

/** State -> how a caller, and how a reader of a past call, is told of it. */
export const FLOOR = {
  bot: { live: "The bot speaks", past: "Bot speaks", colour: "--floor-bot" },
  caller: { live: "You speak", past: "Caller speaks", colour: "--floor-caller" },
  pause: { live: "You paused", past: "Caller paused", colour: "--floor-pause" },
  thinking: { live: "Thinking", past: "Thinking", colour: "--floor-thinking" },
  idle: { live: "Listening", past: "Nobody", colour: "--floor-idle" },
  ended: { live: "Call ended", past: "Call ended", colour: "--floor-ended" },
};

/**
 * The value of a colour of the style sheet, in the theme that is on.
 * @param {string} name custom property, e.g. `--floor-bot`
 * @returns {string}
 */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * All colours that a canvas needs, read once per theme.
 * @param {string[]} names custom properties
 * @returns {Object<string, string>} name -> value
 */
export function palette(names) {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]));
}

/**
 * Tell when the reader switches between light and dark.
 * @param {() => void} changed
 */
export function onThemeChange(changed) {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

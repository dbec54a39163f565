/** The telephone's keys. */

import { el } from "../common/dom.js";

const KEYS = "123456789*0#";
const NAMES = { "*": "star", "#": "hash" };
const SHOWN = 16;

/**
 * Fill the keypad.
 * @param {HTMLElement} pad
 * @param {HTMLElement} display shows the last keys pressed
 * @param {(digit: string) => void} pressed
 * @returns {{press: (digit: string) => boolean, clear: () => void}} `press`: as if clicked, false where
 *   there is no such key
 */
export function keypad(pad, display, pressed) {
  const press = (digit) => {
    if (digit.length !== 1 || !KEYS.includes(digit)) return false;
    display.textContent = (display.textContent + digit).slice(-SHOWN);
    pressed(digit);
    return true;
  };
  pad.replaceChildren(...[...KEYS].map((digit) => el("button", {
    type: "button", class: "key", text: digit, "aria-label": NAMES[digit] ?? digit, data: { digit },
    on: { click: () => press(digit) },
  })));
  return { press, clear: () => { display.textContent = ""; } };
}

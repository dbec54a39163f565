/** Small messages in the corner that go by themselves. */

import { byId, el } from "./dom.js";

const LIFETIME_MS = 6000;
const MOST = 4;

/**
 * Show a message for six seconds. The same message again only counts up, so that a bad line does not
 * bury the page; beyond four the oldest goes.
 * @param {string} title
 * @param {string} [detail]
 */
export function toast(title, detail = "") {
  const box = byId("toasts");
  const key = `${title}\n${detail}`;
  const same = [...box.children].find((node) => node.dataset.key === key);
  if (same) {
    const times = Number(same.dataset.times) + 1;
    same.dataset.times = String(times);
    same.querySelector(".toast-times").textContent = `×${times}`;
    return;
  }
  const node = el("div", { class: "toast", data: { key, times: "1" } },
    el("strong", { text: title }),
    el("span", { class: "toast-times" }),
    detail ? el("p", { text: detail }) : null);
  box.append(node);
  while (box.children.length > MOST) box.firstElementChild.remove();
  setTimeout(() => node.remove(), LIFETIME_MS);
}

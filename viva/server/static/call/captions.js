/** What a bot's turn said and what of it was heard, from the captions as they come. Values only. */

/**
 * One sentence of a bot's turn.
 * @typedef {{text: string, heard: number, state: "playing"|"heard"|"interrupted"}} Sentence
 *   `heard`: how many characters of `text` were heard
 */

const plain = (text) => text.replace(/\s+/g, " ").trim();

/**
 * Take one caption of a bot's turn.
 * @param {Sentence[]} sentences the turn so far; left as it is
 * @param {string} text of the caption
 * @param {boolean} final false: the sentence starts to play; true: it has ended, and this is what was
 *   heard of it (or of the whole turn)
 * @returns {Sentence[]} the turn now
 */
export function takeBotCaption(sentences, text, final) {
  const clean = plain(text);
  const earlier = sentences.slice(0, -1);
  const last = sentences.at(-1);
  if (!final) {
    const before = sentences.map((one) => (one.state === "playing" ? heardAll(one) : one));
    return clean ? [...before, { text: clean, heard: 0, state: "playing" }] : before;
  }
  if (!last) return clean ? [heardAll({ text: clean })] : [];
  if (last.state === "playing" && last.text.startsWith(clean)) return [...earlier, cutAt(last, clean.length)];
  const whole = sentences.map((one) => one.text).join(" ");
  if (whole.startsWith(clean)) return spread(sentences, clean.length);
  // The server worded it otherwise than it announced it: what it says was heard is the truth.
  return [...earlier, heardAll({ text: clean })];
}

function heardAll(sentence) {
  return { text: sentence.text, heard: sentence.text.length, state: "heard" };
}

function cutAt(sentence, heard) {
  if (heard >= sentence.text.length) return heardAll(sentence);
  return { text: sentence.text, heard: Math.max(0, heard), state: "interrupted" };
}

function spread(sentences, heard) {
  let left = heard;
  return sentences.map((sentence) => {
    const one = cutAt(sentence, Math.min(left, sentence.text.length));
    left = Math.max(0, left - sentence.text.length - 1);
    return one;
  });
}

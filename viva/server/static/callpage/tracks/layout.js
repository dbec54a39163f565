/** Which tracks a call has, one below the other. */

const GAP = 6;

/** Every track in order: height in px, what stands beside it, and whether a call has it. */
const ALL = {
  axis: { height: 18 },
  caller: { height: 64, name: "Caller" },
  bot: { height: 64, name: "Bot", gap: 2 },
  overlaps: { height: 26, name: "Over the bot", when: (call) => call.overlaps.length || call.asides.length },
  floor: { height: 14, name: "Floor" },
  scores: { height: 66, name: "Turn over?", when: (call) => call.pauses.length },
  voice: { height: 74, name: "Voice", when: (call, hasAudio) => hasAudio },
  callerWords: { height: 40, name: "Caller said" },
  arousal: { height: 12, name: "Arousal", gap: 2, when: (call) => call.transcript.some((line) => line.voice?.arousal) },
  botWords: { height: 40, name: "Bot said" },
  replies: { height: 22, name: "Reply time" },
  notes: { height: 22, name: "Notes", when: (call) => call.notes.length },
};

/**
 * @param {Object} call as `/api/calls/ID` answers
 * @param {boolean} hasAudio
 * @returns {{rows: Object<string, {top: number, height: number, name?: string}>, height: number}} px; a track
 *   that the call lacks is no row
 */
export function layout(call, hasAudio) {
  const rows = {};
  let top = 0;
  for (const [key, { height, name, gap = GAP, when }] of Object.entries(ALL)) {
    if (when && !when(call, hasAudio)) continue;
    if (key !== "axis") top += gap;
    rows[key] = { top, height, name };
    top += height;
  }
  return { rows, height: top + GAP };
}

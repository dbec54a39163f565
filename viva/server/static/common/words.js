/** Codes of the protocol in human words. */

const REASONS = {
  caller_hung_up: "The caller hung up",
  bot_hung_up: "The bot ended the call",
  transferred: "Handed to a person",
  no_input: "The caller said nothing for too long",
  bad_client: "The caller's program sent sound that could not be read",
  connection_lost: "The connection was lost",
  too_long: "The longest time for a call was reached",
  server_stopping: "The server was stopped",
  failed: "Something went wrong in the server",
};

const CLOSE_CODES = {
  1000: "The call has ended.",
  1001: "The server is stopping. Call again in a moment.",
  1003: "The server could not read the sound that this page sent.",
  1006: "The connection was lost. Is the server still running?",
  1008: "This page fell too far behind to play what the bot said. The network or the computer is too busy.",
  1009: "This page sent a message that was too long.",
  1011: "Something went wrong in the server.",
  1012: "The server is starting again. Call again in a moment.",
  1013: "The server is too busy. Call again in a moment.",
};

/**
 * Why a call ended.
 * @param {string|null|undefined} reason as in the protocol's `ended`
 * @returns {string} the reason itself where it is not known here; '' for none
 */
export function reasonWords(reason) {
  if (!reason) return "";
  return REASONS[reason] ?? String(reason).replaceAll("_", " ");
}

/**
 * Why the socket closed.
 * @param {number} code RFC 6455, section 7.4
 * @returns {string}
 */
export function closeWords(code) {
  return CLOSE_CODES[code] ?? `The connection was closed (code ${code}).`;
}

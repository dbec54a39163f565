/** Asking the server, with errors in words that a person can act on. */

/** An answer that is not the one asked for. */
export class ApiError extends Error {
  /**
   * @param {number} status the HTTP status, 0 where the server could not be reached
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Fetch a path of this server.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} only where the status is 2xx
 * @throws {ApiError} with the server's own message where it gave one
 */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(0, "The server cannot be reached. Is it still running?");
  }
  if (response.ok) return response;
  throw new ApiError(response.status, await messageOf(response));
}

/**
 * Fetch JSON.
 * @param {string} path
 * @returns {Promise<any>}
 * @throws {ApiError}
 */
export async function askJson(path) {
  const response = await ask(path, { headers: { Accept: "application/json" } });
  try {
    return await response.json();
  } catch {
    throw new ApiError(response.status, `The server's answer to ${path} is not JSON.`);
  }
}

/**
 * The words of an answer that went wrong.
 * @param {Response} response
 * @returns {Promise<string>}
 */
export async function messageOf(response) {
  try {
    const body = await response.json();
    if (body && body.message) return String(body.message);
  } catch {
    // Not JSON: a proxy, or an older server. The status says what is left to say.
  }
  return `The server answered ${response.status} ${response.statusText}.`.replace(" .", ".");
}

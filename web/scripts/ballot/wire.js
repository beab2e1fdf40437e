import { Failure } from "./failure.js";
import { fits } from "./shape.js";

const patience = 30_000; // milliseconds

/** The one status of each code. A status and a code count only together. */
export const statuses = { bad_request: 400, forbidden: 403, not_found: 404, used: 409, closed: 410, too_large: 413, bad_answer: 422 };

/**
 * The routes of one survey's ballot box, and those of the log. No request carries a cookie or
 * a referrer, and the box is never told the invitation.
 * @param {string} survey
 * @param {typeof fetch} [send]
 */
export function routes(survey, send = fetch) {
  const base = `/api/ballot/${survey}`;
  return {
    manifest: () => ask(send, base, 200, "GET").then((answer) => answer.text()),
    checkpoint: () => ask(send, "/verify/log/checkpoint", 200, "GET").then(json({ size: 0, root_hash: "" })),
    proof: (leaf, size) => ask(send, `/verify/log/proof?leaf=${leaf}&size=${size}`, 200, "GET").then(json({ index: 0, hashes: [""] })),
    roster: (body) => ask(send, `${base}/roster`, 200, "POST", body).then(json({ unit: "", salt: "", names: [""] })),
    collect: (body) => ask(send, `${base}/collect`, 200, "POST", body).then(json({ unit: "", evaluated: "", proof: "" })),
    cast: (body) => ask(send, `${base}/box`, 201, "POST", body).then(json({ receipt: "" })),
    withdraw: (body) => ask(send, `${base}/box`, 204, "DELETE", body),
  };
}

async function ask(send, url, done, method, body) {
  const answer = await reach(send, url, {
    method,
    body: body && JSON.stringify(body),
    headers: body ? { "Content-Type": "application/json" } : {},
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  });
  if (answer.status === done) return answer;
  throw await refusal(answer);
}

async function reach(send, url, options) {
  try {
    return await send(url, options);
  } catch {
    throw new Failure("network");
  }
}

const json = (example) => async (answer) => {
  const value = await answer.json().catch(() => null);
  if (!fits(example, value)) throw new Failure("network");
  return value;
};

// What is not an answer of the protocol, such as a proxy's page, is worth
// another try.
async function refusal(answer) {
  const error = (await answer.json().catch(() => null))?.error;
  if (!fits({ code: "", message: "" }, error) || statuses[error.code] !== answer.status) return new Failure("network");
  return new Failure(error.code, error.message, error.item);
}

import { Failure } from "./failure.js";

const patience = 30_000; // milliseconds

/**
 * The four routes of one survey's ballot box. No request carries a cookie or
 * a referrer, and the box is never told the invitation.
 * @param {string} survey
 * @param {typeof fetch} [send]
 */
export function routes(survey, send = fetch) {
  const base = `/api/ballot/${survey}`;
  return {
    manifest: () => ask(send, base, "GET").then((answer) => answer.text()),
    collect: (body) => ask(send, `${base}/collect`, "POST", body).then(json),
    cast: (body) => ask(send, `${base}/box`, "POST", body).then(json),
    withdraw: (body) => ask(send, `${base}/box`, "DELETE", body),
  };
}

async function ask(send, url, method, body) {
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
  if (answer.ok) return answer;
  throw await refusal(answer);
}

async function reach(send, url, options) {
  try {
    return await send(url, options);
  } catch {
    throw new Failure("network");
  }
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    throw new Failure("network");
  }
}

// A proxy's error page has no code; it is worth another try.
async function refusal(answer) {
  const { error } = await answer.json().catch(() => ({}));
  if (!error?.code || answer.status >= 500 || answer.status === 429) return new Failure("network");
  return new Failure(error.code, error.message, error.item);
}

// The sandbox's JSON interface; a refusal becomes a Failure with the sentence that Slack would show.

export class Failure extends Error {}

const LOST = "The sandbox does not answer. Start it again, then reload this page.";

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Failure(LOST);
  }
  const answer = await response.json().catch(() => ({ ok: false }));
  if (response.ok && answer?.ok !== false) return answer;
  throw new Failure(answer?.failure ?? `The sandbox answered ${path} with ${response.status}.`);
}

export function get(path, query) {
  const chosen = Object.entries(query ?? {}).filter(([, value]) => value);
  return ask(chosen.length ? `${path}?${new URLSearchParams(chosen)}` : path);
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body ?? {}) });
}

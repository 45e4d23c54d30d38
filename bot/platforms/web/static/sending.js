// What leaves the page. Words are drawn at once and marked until the server has them; what cannot leave is kept, in this
// tab's memory, and sent again under the same name, so that it is heard once however often it is sent.

import { draw, onItsWay, settled, takeBack } from "./drawing.js";
import { $, inWords, key, now, tell, words } from "./common.js";

const LATER = 5000; // milliseconds before what could not leave is tried again
const MOST = 4000; // characters of one message
const stored = (address) => `xiaoxin:${address}`;
const lines = new Map(); // address → what waits to be sent, the oldest first
const sending = new Set();

// What was being written and what could not be sent, over reloads and from person to person.
function remember(address, draft) {
  const waiting = (lines.get(address) ?? []).filter((one) => one.text !== undefined);
  try {
    if (draft || waiting.length) sessionStorage.setItem(stored(address), JSON.stringify({ draft, waiting }));
    else sessionStorage.removeItem(stored(address));
  } catch {
    // a full or forbidden memory: the page works, only a reload forgets
  }
}

export function resume(pane) {
  let kept = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(stored(pane.address)) ?? "{}");
  } catch {
    // nothing readable
  }
  $("textarea", pane.node).value = kept.draft ?? "";
  if (!lines.has(pane.address)) lines.set(pane.address, kept.waiting ?? []);
}

export function showWaiting(pane) {
  for (const one of lines.get(pane.address)) show(pane, one, words.unsent);
  sendWaiting(pane);
}

export const writing = (pane) => remember(pane.address, $("textarea", pane.node).value);

export function send(pane, box) {
  const text = box.value.trim();
  if (!text) return;
  if ([...text].length > MOST) return tell(words.too_long.replace("{count}", [...text].length), pane);
  box.value = "";
  queue(pane, { id: key(), text, at: now().toISOString() });
}

export function sendFile(pane, file) {
  queue(pane, { id: key(), file, at: now().toISOString() });
}

function queue(pane, one) {
  lines.get(pane.address).push(one);
  show(pane, one, "");
  writing(pane);
  sendWaiting(pane);
}

function show(pane, one, note) {
  draw(pane, { id: `own-${one.id}`, kind: "own", text: one.text ?? "", sent: one.file ? [one.file.name] : [], at: one.at });
  onItsWay(pane, `own-${one.id}`, note, note === words.unsent && (() => sendWaiting(pane)));
}

// One after the other, so that what is said arrives in its order.
export async function sendWaiting(pane) {
  const line = lines.get(pane.address) ?? [];
  if (sending.has(pane.address)) return;
  sending.add(pane.address);
  try {
    while (line.length) {
      const one = line[0], id = `own-${one.id}`;
      const slow = setTimeout(() => onItsWay(pane, id, words.sending), 600);
      const went = one.file ? await upload(pane, one) : await post("say", pane, { text: one.text, id: one.id }, true);
      clearTimeout(slow);
      if (went === undefined) {
        for (const left of line) onItsWay(pane, `own-${left.id}`, words.unsent, () => sendWaiting(pane));
        setTimeout(() => sendWaiting(pane), LATER);
        return;
      }
      line.shift();
      if (went) settled(pane, id);
      else giveBack(pane, one);
      writing(pane);
    }
  } finally {
    sending.delete(pane.address);
  }
}

// Refused: the words go back to where they can be changed.
function giveBack(pane, one) {
  takeBack(pane, `own-${one.id}`);
  const box = $("textarea", pane.node);
  if (one.text) box.value = [one.text, box.value].filter(Boolean).join("\n");
}

const upload = (pane, one) =>
  ask(`/chat/api/file?${new URLSearchParams({ as: pane.address, id: one.id, name: one.file.name })}`, pane, {
    headers: { "Content-Type": "application/octet-stream", "X-Xiaoxin": "chat" }, body: one.file,
  });

// True when the server has it, false when it refuses, undefined when it cannot be reached; `quiet` leaves that to the caller.
export async function post(what, pane, data, quiet = false) {
  const went = await ask(`/chat/api/${what}`, pane, {
    headers: { "Content-Type": "application/json", "X-Xiaoxin": "chat" },
    body: JSON.stringify({ id: key(), ...data, as: pane.address }),
  });
  if (went === undefined && !quiet) tell(words.no_server, pane);
  return went;
}

async function ask(address, pane, request) {
  try {
    const answer = await fetch(address, { method: "POST", ...request });
    if (answer.ok) return true;
    if (answer.status >= 500) return undefined; // a server that is being started, a disk that is full: later
    tell(inWords(await answer.json()), pane);
    return false;
  } catch {
    return undefined;
  }
}

// The chat page: who is who, one or two conversations, the live stream. It never guesses a result.

import { $, clock, inWords, tell, words } from "./common.js";
import { showClock } from "./demo.js";
import { draw, keepAtEnd, toEnd } from "./drawing.js";
import { post, resume, send, sendFile, sendWaiting, showWaiting, writing } from "./sending.js";

const COLOURS = ["#0f766e", "#b45309", "#4338ca", "#be185d", "#15803d", "#7c2d12", "#1d4ed8", "#6d28d9"];
const LATER = 3000; // milliseconds before a server that does not answer is asked again
const people = new Map(); // address → {name, department, roles}
const unread = new Map();
const seen = new Set(); // ids of messages already drawn or counted
const title = document.title;
let session, panes = [], news = 0;

async function start() {
  session = await who();
  clock.zone = session.zone;
  clock.ahead = new Date(session.now) - Date.now();
  for (const person of session.personas) people.set(person.address, person);
  if (session.demo) await startDemo();
  else await startOwn();
  listen();
}

// Until the server says who sits here; it may be starting.
async function who() {
  for (;;) {
    try {
      const answer = await fetch("/chat/api/session");
      if (answer.ok) return await answer.json();
      if (answer.status < 500) $("#state").textContent = inWords(await answer.json());
    } catch {
      $("#state").textContent = words.no_server;
    }
    await new Promise((again) => setTimeout(again, LATER));
  }
}

async function startDemo() {
  $("#demo-mark").hidden = $("#people").hidden = false;
  showClock();
  const wide = matchMedia("(min-width: 62rem)").matches;
  const asked = new URLSearchParams(location.search).getAll("as").map(byName).filter(Boolean);
  const first = asked.length ? asked : [byRole("staff"), byRole("technician")];
  for (const address of [...new Set(first)].slice(0, wide ? 2 : 1)) await openPane(address);
}

async function startOwn() {
  people.set(session.me, { address: session.me, name: words.me, department: "", roles: [] });
  await openPane(session.me);
  const scanned = new URLSearchParams(location.search).get("scan"); // a QR code on a wall brought us here
  history.replaceState(null, "", "/chat"); // loading the page again is no second scan
  if (scanned) post("say", panes[0], { text: `扫码 ${scanned.slice(0, 20)}` });
  else post("say", panes[0], { joined: true }, true);
}

const byName = (name) => [...people.values()].find((person) => person.name === name)?.address;
function byRole(role) {
  const all = [...people.values()];
  return (all.find((person) => person.roles.includes(role) && (role !== "staff" || person.roles.length === 1)) ?? all[0]).address;
}

// Panes: one conversation each, two side by side where there is room

async function openPane(address, place = panes.length) {
  if (panes[place]?.address === address) return;
  const node = $("#pane").content.firstElementChild.cloneNode(true);
  const pane = { address, node, log: $(".log", node), newer: $(".newer", node), drawn: new Map(), edits: new Set() };
  const person = people.get(address);
  face($(".face", node), person);
  $("strong", node).textContent = person.name;
  $("small", node).textContent = [person.department, ...duties(person)].filter(Boolean).join(" · ");
  for (const part of [node, pane.log]) part.setAttribute("aria-label", words.conversation + person.name);
  if (session.demo && person.roles.length > 1) $("textarea", node).placeholder = words.example_duties;
  listenTo(pane);
  if (panes[place]) panes[place].node.replaceWith(node); else $("#panes").append(node);
  panes[place] = pane;
  focusOn(pane);
  unread.delete(address);
  resume(pane);
  await read(pane);
  showWaiting(pane);
  toEnd(pane);
  showPeople();
  pane.log.setAttribute("aria-live", "polite"); // what was there before is not read out
}

function listenTo(pane) {
  const box = $("textarea", pane.node), picker = $("input", pane.node);
  $("form", pane.node).addEventListener("submit", (event) => { event.preventDefault(); send(pane, box); box.focus(); });
  box.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229; // Enter that only takes the candidate of an input method
    if (event.key === "Enter" && !event.shiftKey && !composing) { event.preventDefault(); send(pane, box); }
  });
  box.addEventListener("input", () => writing(pane));
  box.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) { event.preventDefault(); files.forEach((file) => sendFile(pane, file)); }
  });
  $(".attach", pane.node).addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => { [...picker.files].forEach((file) => sendFile(pane, file)); picker.value = ""; box.focus(); });
  pane.newer.addEventListener("click", () => { toEnd(pane); box.focus(); });
  keepAtEnd(pane);
  pane.node.addEventListener("focusin", () => focusOn(pane));
}

const focusOn = (pane) => panes.forEach((other) => (other.focused = other === pane));

// The conversation as the server has it; what is drawn already stays as it is.
async function read(pane) {
  try {
    const answer = await fetch(`/chat/api/messages?as=${encodeURIComponent(pane.address)}`);
    if (!answer.ok) return;
    for (const message of await answer.json()) {
      seen.add(message.id);
      draw(pane, message);
    }
  } catch {
    // the stream tells when the server is back, and then it is read again
  }
}

// What somebody is beyond being on the staff, which everybody is.
const duties = (person) => person.roles.filter((role) => role !== "staff").map((role) => words.roles[role] ?? role);

function showPeople() {
  const nav = $("#people");
  if (nav.hidden) return;
  const focused = nav.contains(document.activeElement) && document.activeElement.dataset.address;
  nav.replaceChildren(...[...people.values()].map((person) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.address = person.address;
    button.setAttribute("aria-pressed", panes.some((pane) => pane.address === person.address));
    const mark = document.createElement("span");
    mark.className = "face";
    mark.setAttribute("aria-hidden", "true");
    face(mark, person);
    const text = document.createElement("span");
    const name = document.createElement("strong"), role = document.createElement("small");
    name.textContent = person.name;
    role.textContent = role.title = duties(person).join(words.list) || person.department;
    text.append(name, role);
    button.append(mark, text);
    const count = unread.get(person.address);
    if (count) button.append(badge(count));
    button.addEventListener("click", () => {
      const there = panes.find((pane) => pane.address === person.address && pane.node.offsetParent);
      if (there) return $("textarea", there.node).focus();
      const place = Math.max(0, panes.findIndex((pane) => pane.focused));
      openPane(person.address, place).then(() => $("textarea", panes[place].node).focus());
    });
    return button;
  }));
  if (focused) [...nav.children].find((button) => button.dataset.address === focused)?.focus();
}

function badge(count) {
  const made = document.createElement("span");
  made.className = "unread";
  made.textContent = count;
  const rest = document.createElement("span");
  rest.className = "heard-only";
  rest.textContent = ` ${words.unread}`;
  made.append(rest);
  return made;
}

function face(node, person) {
  const sum = [...person.name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  node.textContent = [...person.name][0];
  node.style.background = COLOURS[sum % COLOURS.length];
}

// What arrives, live, in whoever's chat

function listen() {
  const stream = new EventSource("/chat/api/stream");
  stream.addEventListener("ready", caughtUp);
  stream.onerror = () => {
    $("#state").textContent = words.reconnecting;
    if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
    stream.close();
    setTimeout(listen, LATER); // an answer that is no stream, from a proxy whose server is away, ends it for good
  };
  stream.onmessage = (event) => arrived(JSON.parse(event.data));
  stream.addEventListener("clock", (event) => { clock.ahead = new Date(JSON.parse(event.data)) - Date.now(); });
}

// From here on the stream tells everything; what was said and answered before, while we were away, is read once.
async function caughtUp() {
  for (const pane of panes) {
    await read(pane);
    sendWaiting(pane);
  }
  $("#state").textContent = "";
}

function arrived(message) {
  const pane = panes.find((one) => one.address === message.to);
  if (message.kind === "own") return pane && draw(pane, message);
  if (seen.has(message.id)) return;
  seen.add(message.id);
  if (message.kind === "toast") return pane && tell(message.card.title, pane);
  if (message.kind === "send" && document.hidden) document.title = `(${++news}) ${title}`;
  if (pane) return draw(pane, message);
  if (message.kind === "send" && people.has(message.to)) {
    unread.set(message.to, (unread.get(message.to) ?? 0) + 1);
    showPeople();
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  news = 0;
  document.title = title;
});

start();

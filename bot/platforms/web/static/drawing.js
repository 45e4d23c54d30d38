// Draws a conversation: what was said, what came back, and what became of cards since.

import { $, clockTime, paragraph, words } from "./common.js";
import { post } from "./sending.js";

const PAUSE = 5 * 60_000; // after such a silence the time is written between messages

const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 240;
export const toEnd = (pane) => {
  pane.log.scrollTop = pane.log.scrollHeight;
  pane.newer.hidden = true;
};

// Who reads the newest goes on reading the newest: while the window changes, a second conversation opens beside it, or the
// box below grows with what is written.
export function keepAtEnd(pane) {
  let end = true;
  pane.log.addEventListener("scroll", () => {
    end = atEnd(pane.log);
    if (end) pane.newer.hidden = true;
  });
  new ResizeObserver(() => end && toEnd(pane)).observe(pane.log);
}

export function draw(pane, message) {
  if (message.kind === "toast") return;
  const near = atEnd(pane.log);
  const fresh = message.kind === "edit" ? change(pane, message) : add(pane, message);
  if (!fresh) return;
  if (near || message.kind === "own") toEnd(pane);
  else pane.newer.hidden = false;
}

function add(pane, message) {
  if (pane.drawn.has(message.id)) {
    if (message.kind === "own") settled(pane, message.id);
    return false;
  }
  const at = new Date(message.at);
  if (!pane.last || at - pane.last > PAUSE) {
    const when = document.createElement("li");
    when.className = "when";
    when.textContent = clockTime(at);
    pane.log.append(when);
  }
  pane.last = at;
  const item = document.createElement("li");
  const speaker = document.createElement("span");
  speaker.className = "heard-only";
  speaker.textContent = message.kind === "own" ? `${words.you}:` : `${words.name}:`;
  if (message.kind === "own") {
    item.className = "own";
    const said = document.createElement("div");
    said.className = "bubble";
    said.textContent = [...(message.sent ?? []).map((name) => words.file + name), message.text].filter(Boolean).join("\n");
    item.append(speaker, said);
  } else {
    const icon = document.createElement("img");
    icon.src = "/chat/static/icon.svg";
    icon.alt = "";
    icon.className = "speaker";
    item.append(icon, speaker, bubble(pane, message.id, message.card, message.files));
  }
  item.title = clockTime(at);
  pane.drawn.set(message.id, item);
  pane.log.append(item);
  return true;
}

// What is on its way, or could not leave, says so beside the words themselves.
export function onItsWay(pane, id, text, again) {
  const item = pane.drawn.get(id);
  if (!item) return;
  const near = atEnd(pane.log);
  let note = $(".sent", item);
  if (!note) {
    note = document.createElement("div");
    note.className = "sent";
    note.setAttribute("role", "status");
    item.append(note);
  }
  note.textContent = text;
  if (near) toEnd(pane);
  if (!again) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words.again;
  button.addEventListener("click", again);
  note.append(" ", button);
}

export function settled(pane, id) {
  const note = $(".sent", pane.drawn.get(id) ?? document.createElement("i"));
  if (note?.contains(document.activeElement)) $("textarea", pane.node).focus();
  note?.remove();
}

export function takeBack(pane, id) {
  pane.drawn.get(id)?.remove();
  pane.drawn.delete(id);
}

function change(pane, message) {
  const item = pane.drawn.get(message.edits);
  if (!item || pane.edits.has(message.id)) return false;
  pane.edits.add(message.id);
  const old = $(".bubble", item), fresh = bubble(pane, message.edits, message.card, message.files);
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) ($("button", fresh) ?? $("textarea", pane.node)).focus(); // whoever pressed by keyboard is not lost
  item.classList.remove("fresh");
  void item.offsetWidth; // restarts the highlight
  item.classList.add("fresh");
  return false; // what stood there already is not news at the end
}

function bubble(pane, id, card, files = []) {
  const box = document.createElement("div");
  box.className = "bubble";
  const alone = !card.lines.length && !card.facts.length && !card.buttons.length && !files.length && !card.links;
  box.append(paragraph(card.title, alone ? "title alone" : "title"), ...card.lines.map((line) => paragraph(line)));
  if (card.facts.length) box.append(facts(card.facts));
  box.append(...files.map(enclosed), ...(card.links ?? []).map(pageLink));
  if (card.note) box.append(paragraph(card.note, "note"));
  if (card.buttons.length) {
    const row = document.createElement("div");
    row.className = "buttons";
    row.append(...card.buttons.map((one) => pressable(pane, id, one, row)));
    box.append(row);
  }
  return box;
}

function facts(pairs) {
  const list = document.createElement("dl");
  for (const [name, value] of pairs) {
    const term = document.createElement("dt"), text = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    list.append(term, text);
  }
  return list;
}

function pressable(pane, id, one, row) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = one.label;
  button.className = one.style;
  button.addEventListener("click", async () => {
    if (row.getAttribute("aria-busy")) return; // not `disabled`: that would take the focus away
    row.setAttribute("aria-busy", "true");
    await post("press", pane, { token: one.token, message: String(id) });
    setTimeout(() => row.removeAttribute("aria-busy"), 800);
  });
  return button;
}

function pageLink(link) {
  const made = document.createElement("a");
  made.className = "page";
  made.href = link.url;
  made.target = "_blank";
  made.rel = "noopener";
  made.textContent = link.label;
  return made;
}

// A picture is shown at once, anything else is offered for download.
function enclosed(file) {
  const link = document.createElement("a");
  link.className = "file";
  link.href = file.url;
  link.target = "_blank";
  link.rel = "noopener";
  const size = file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
  if (file.picture) {
    const picture = document.createElement("img");
    picture.src = file.url;
    picture.alt = file.name;
    picture.loading = "lazy";
    link.append(picture);
  } else {
    link.download = file.name;
    link.textContent = `📄 ${file.name}（${size}）`;
  }
  return link;
}

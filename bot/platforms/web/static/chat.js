// The chat page: draws what the server says, sends what is said and pressed, and never guesses a result.
"use strict";

const COLOURS = ["#0f766e", "#b45309", "#4338ca", "#be185d", "#15803d", "#7c2d12", "#1d4ed8", "#6d28d9"];
const ROLES = {
  staff: "教职工", liaison: "部门联络人", head: "部门负责人", technician: "技术员", dispatcher: "调度", cio: "CIO", leader: "校领导",
  secretary: "领导小组秘书", member: "领导小组成员", inspector: "检查员", auditor: "审计员", admin: "系统管理员",
};
const PAUSE = 5 * 60_000; // after such a silence the time is written between messages
const $ = (selector, root = document) => root.querySelector(selector);
const people = new Map(); // address → {name, department, roles}
const unread = new Map();
const seen = new Set(); // ids of messages already drawn or counted
let session, panes = [], offset = 0;

async function start() {
  const answer = await fetch("/chat/api/session");
  if (!answer.ok) return say((await answer.json()).error);
  session = await answer.json();
  offset = new Date(session.now) - Date.now();
  for (const person of session.personas) people.set(person.address, person);
  if (session.demo) {
    $("#demo-mark").hidden = $("#clock").hidden = $("#people").hidden = false;
    document.querySelectorAll("#clock button").forEach((button) => button.addEventListener("click", () => moveClock(button)));
    setInterval(showClock, 1000);
    showClock();
    const wide = matchMedia("(min-width: 62rem)").matches;
    const first = new URLSearchParams(location.search).getAll("as").map(byName).filter(Boolean);
    const start = first.length ? first : [byRole("staff"), byRole("technician")];
    for (const address of [...new Set(start)].slice(0, wide ? 2 : 1)) await openPane(address);
  } else {
    people.set(session.me, { address: session.me, name: "我", department: "", roles: [] });
    await openPane(session.me);
    const scanned = new URLSearchParams(location.search).get("scan"); // a QR code on a wall brought us here
    if (scanned) {
      history.replaceState(null, "", "/chat"); // loading the page again is no second scan
      post("say", session.me, { text: `扫码 ${scanned.slice(0, 20)}` });
    } else post("say", session.me, { joined: true });
  }
  listen();
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
  const pane = { address, node, log: $(".log", node), drawn: new Map() };
  const person = people.get(address);
  face($(".face", node), person);
  $("strong", node).textContent = person.name;
  $("small", node).textContent = [person.department, ...duties(person)].filter(Boolean).join(" · ");
  const box = $("textarea", node);
  box.placeholder = session.demo && person.roles.length > 1 ? "说点什么…… 例如:我的待办" : box.placeholder;
  $("form", node).addEventListener("submit", (event) => { event.preventDefault(); send(pane, box); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(pane, box); }
  });
  node.addEventListener("focusin", () => { panes.forEach((other) => (other.focused = other === pane)); });
  if (panes[place]) panes[place].node.replaceWith(node); else $("#panes").append(node);
  panes[place] = pane;
  panes.forEach((other) => (other.focused = other === pane));
  unread.delete(address);
  const answer = await fetch(`/chat/api/messages?as=${encodeURIComponent(address)}`);
  if (answer.ok) for (const message of await answer.json()) draw(pane, message);
  showPeople();
}

// What somebody is beyond being on the staff, which everybody is.
const duties = (person) => person.roles.filter((role) => role !== "staff").map((role) => ROLES[role] ?? role);

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
    const words = document.createElement("span");
    const name = document.createElement("strong"), role = document.createElement("small");
    name.textContent = person.name;
    role.textContent = role.title = duties(person).join("、") || person.department;
    words.append(name, role);
    button.append(mark, words);
    const count = unread.get(person.address);
    if (count) {
      const badge = document.createElement("span");
      badge.className = "unread";
      badge.textContent = count;
      badge.setAttribute("aria-label", `${count} 条未读`);
      button.append(badge);
    }
    button.addEventListener("click", () => {
      const there = panes.find((pane) => pane.address === person.address);
      if (there) return $("textarea", there.node).focus();
      const place = Math.max(0, panes.findIndex((pane) => pane.focused));
      openPane(person.address, place).then(() => $("textarea", panes[place].node).focus());
    });
    return button;
  }));
  if (focused) [...nav.children].find((button) => button.dataset.address === focused)?.focus();
}

function face(node, person) {
  const sum = [...person.name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  node.textContent = [...person.name][0];
  node.style.background = COLOURS[sum % COLOURS.length];
}

// Messages

function draw(pane, message) {
  if (message.kind === "toast") return;
  const near = pane.log.scrollHeight - pane.log.scrollTop - pane.log.clientHeight < 240;
  if (message.kind === "edit") change(pane, message);
  else if (!pane.drawn.has(message.id)) add(pane, message);
  if (near || message.kind === "own") pane.log.scrollTop = pane.log.scrollHeight;
}

function add(pane, message) {
  const at = new Date(message.at);
  if (!pane.last || at - pane.last > PAUSE) {
    const when = document.createElement("li");
    when.className = "when";
    when.textContent = clockTime(at);
    pane.log.append(when);
  }
  pane.last = at;
  const item = document.createElement("li");
  if (message.kind === "own") {
    item.className = "own";
    const words = document.createElement("div");
    words.className = "bubble";
    words.textContent = message.text;
    item.append(words);
  } else {
    const icon = document.createElement("img");
    icon.src = "/chat/static/icon.svg";
    icon.alt = "";
    icon.className = "speaker";
    item.append(icon, bubble(pane, message.id, message.card, message.files));
  }
  item.title = clockTime(at);
  pane.drawn.set(message.id, item);
  pane.log.append(item);
}

function change(pane, message) {
  const item = pane.drawn.get(message.edits);
  if (!item) return;
  const old = $(".bubble", item), fresh = bubble(pane, message.edits, message.card, message.files);
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) ($("button", fresh) ?? $("textarea", pane.node)).focus(); // whoever pressed by keyboard is not lost
  item.classList.remove("fresh");
  void item.offsetWidth; // restarts the highlight
  item.classList.add("fresh");
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

function bubble(pane, id, card, files = []) {
  const box = document.createElement("div");
  box.className = "bubble";
  const alone = !card.lines.length && !card.facts.length && !card.buttons.length && !files.length && !card.links;
  box.append(paragraph(card.title, alone ? "title alone" : "title"), ...card.lines.map((line) => paragraph(line)));
  if (card.facts.length) {
    const list = document.createElement("dl");
    for (const [name, value] of card.facts) {
      const term = document.createElement("dt"), text = document.createElement("dd");
      term.textContent = name;
      text.textContent = value;
      list.append(term, text);
    }
    box.append(list);
  }
  box.append(...files.map(enclosed), ...(card.links ?? []).map(pageLink));
  if (card.note) box.append(paragraph(card.note, "note"));
  if (card.buttons.length) {
    const row = document.createElement("div");
    row.className = "buttons";
    for (const one of card.buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = one.label;
      button.className = one.style;
      button.addEventListener("click", async () => {
        if (row.getAttribute("aria-busy")) return; // not `disabled`: that would take the focus away
        row.setAttribute("aria-busy", "true");
        await post("press", pane.address, { token: one.token, message: String(id) });
        setTimeout(() => row.removeAttribute("aria-busy"), 800);
      });
      row.append(button);
    }
    box.append(row);
  }
  return box;
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

function paragraph(text, kind = "") {
  const node = document.createElement("p");
  node.className = kind;
  node.textContent = text;
  return node;
}

async function send(pane, box) {
  const text = box.value.trim();
  if (!text) return;
  const id = key();
  if (!(await post("say", pane.address, { text, id }))) return; // the words stay in the box
  box.value = "";
  draw(pane, { id, kind: "own", text, at: new Date(Date.now() + offset).toISOString() });
}

async function post(what, address, data) {
  try {
    const answer = await fetch(`/chat/api/${what}`, {
      method: "POST", headers: { "Content-Type": "application/json", "X-Xiaoxin": "chat" },
      body: JSON.stringify({ id: key(), ...data, as: address }),
    });
    if (answer.ok) return true;
    say((await answer.json()).error);
  } catch {
    say("连不上服务器,没有发出去。/ Not sent: the server cannot be reached.");
  }
  return false;
}

const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// What arrives, live, in whoever's chat

function listen() {
  const stream = new EventSource("/chat/api/stream");
  stream.onopen = () => ($("#state").textContent = "");
  stream.onerror = () => ($("#state").textContent = "连接中断,正在重连……");
  stream.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (seen.has(message.id)) return;
    seen.add(message.id);
    const pane = panes.find((one) => one.address === message.to);
    if (message.kind === "toast") return pane ? say(message.card.title, pane) : undefined;
    if (pane) return draw(pane, message);
    if (message.kind === "send" && people.has(message.to)) {
      unread.set(message.to, (unread.get(message.to) ?? 0) + 1);
      showPeople();
    }
  };
  stream.addEventListener("clock", (event) => {
    offset = new Date(JSON.parse(event.data)) - Date.now();
  });
}

// The demo's clock

const zoned = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: session.zone, hour12: false, ...options });
function showClock() {
  const now = new Date(Date.now() + offset);
  $("#now").textContent = zoned({ month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" }).format(now);
}
function clockTime(then) {
  const now = new Date(Date.now() + offset);
  const day = (moment) => zoned({ year: "numeric", month: "numeric", day: "numeric" }).format(moment);
  const date = day(then) === day(now) ? {} : { month: "long", day: "numeric" };
  return zoned({ ...date, hour: "2-digit", minute: "2-digit" }).format(then);
}
async function moveClock(button) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  await moveOn(button).finally(() => button.removeAttribute("aria-busy"));
}
async function moveOn(button) {
  let minutes = Number(button.dataset.minutes);
  if (button.dataset.minutes === "week") {
    const now = new Date(Date.now() + offset);
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en-US", {
      timeZone: session.zone, hour12: false, weekday: "short", hour: "2-digit", minute: "2-digit",
    }).formatToParts(now).map((part) => [part.type, part.value]));
    const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday);
    minutes = (7 - day) * 1440 + (8 * 60 + 30) - ((Number(parts.hour) % 24) * 60 + Number(parts.minute));
  }
  const answer = await fetch("/chat/api/clock", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Xiaoxin": "chat" }, body: JSON.stringify({ minutes }),
  });
  const data = await answer.json();
  if (!answer.ok) return say(data.error);
  offset = new Date(data.now) - Date.now();
  showClock();
}

let hiding;
function say(words, pane) {
  const toast = $("#toast");
  const area = (pane?.node ?? document.body).getBoundingClientRect();
  toast.style.left = `${area.left + area.width / 2}px`; // beside what was pressed
  toast.textContent = words;
  toast.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => toast.classList.remove("shown"), 4000);
}

start();

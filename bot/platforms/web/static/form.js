// A form's page: every field is saved as it is left; what changed in the chat meanwhile comes in by itself.
"use strict";

const here = location.pathname.replace(/\/$/, "");
const door = document.getElementById("door");
const form = document.getElementById("form");
const status = document.getElementById("status");
const shown = new Map(); // what the server last said about each field
let pending = Promise.resolve();
let over = false;

async function call(path, data) {
  const answer = await fetch(here + path, {
    method: data === undefined ? "GET" : "POST",
    headers: { "X-Xiaoxin": "form", "Content-Type": "application/json" },
    body: data === undefined ? undefined : JSON.stringify(data),
    credentials: "same-origin",
  });
  const said = await answer.json();
  if (said.gone) finish(said.error);
  return { ok: answer.ok, said };
}

function finish(words) {
  over = true;
  if (form) form.hidden = true;
  status.textContent = words;
}

function control(field) {
  const closed = field.options.length > 1;
  const made = document.createElement(closed ? "select" : "textarea");
  if (closed) {
    const none = new Option(form.dataset.choose, "");
    made.add(none);
    for (const one of field.options) made.add(new Option(one.label, one.label));
  } else {
    made.rows = 2;
    made.maxLength = 4000;
  }
  made.id = "f-" + field.name;
  made.name = field.name;
  made.required = field.required;
  made.setAttribute("aria-describedby", `ask-${field.name} wrong-${field.name}`);
  made.addEventListener("change", () => save(field.name));
  return made;
}

function draw(field) {
  const box = document.createElement("div");
  box.className = "field";
  const label = document.createElement("label");
  label.htmlFor = "f-" + field.name;
  label.textContent = field.label + (field.required ? `（${form.dataset.required}）` : "");
  const ask = document.createElement("small");
  ask.id = "ask-" + field.name;
  ask.textContent = field.ask;
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.id = "wrong-" + field.name;
  wrong.setAttribute("role", "alert");
  box.append(label, ask, control(field), wrong);
  document.getElementById("fields").append(box);
}

function take(state) {
  if (!state.fields) return;
  for (const field of state.fields) {
    if (!document.getElementById("f-" + field.name)) draw(field);
    const input = document.getElementById("f-" + field.name);
    const before = shown.get(field.name);
    const untouched = before === undefined || input.value.trim() === before;
    shown.set(field.name, field.value);
    if (!untouched || input.value === field.value) continue;
    if (input.tagName === "SELECT" && ![...input.options].some((one) => one.value === field.value)) input.add(new Option(field.value));
    input.value = field.value;
  }
}

function complain(name, words) {
  const wrong = document.getElementById("wrong-" + name);
  wrong.textContent = words;
  const input = document.getElementById("f-" + name);
  input.setAttribute("aria-invalid", words ? "true" : "false");
  input.closest(".field").toggleAttribute("data-bad", Boolean(words));
}

function save(name) {
  pending = pending.then(async () => {
    const input = document.getElementById("f-" + name);
    const text = input.value.trim();
    if (over || text === shown.get(name)) return;
    status.textContent = form.dataset.saving;
    try {
      const { ok, said } = await call("/field", { name, text, was: shown.get(name) ?? "" });
      complain(name, ok ? "" : said.error);
      if (ok) {
        shown.set(name, text);
        take(said);
        status.textContent = form.dataset.saved;
      } else if (!over) {
        status.textContent = "";
        await look();
      }
    } catch {
      status.textContent = form.dataset.unsaved;
    }
  });
  return pending;
}

async function look() {
  if (over) return;
  try {
    const { ok, said } = await call("/state");
    if (ok) take(said);
  } catch {
    /* the next look will tell */
  }
}

if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = document.getElementById("submit");
    const problem = document.getElementById("problem");
    button.disabled = true;
    problem.textContent = "";
    for (const input of form.querySelectorAll("textarea, select")) await save(input.name);
    const wrong = form.querySelector("[aria-invalid='true']");
    if (wrong) {
      wrong.focus();
    } else if (!over) {
      try {
        const { ok, said } = await call("/submit", { submit: true });
        if (ok) finish(said.done);
        else problem.textContent = said.error;
      } catch {
        problem.textContent = form.dataset.unsaved;
      }
    }
    button.disabled = false;
  });
  look();
  setInterval(() => document.hidden || look(), 5000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}

if (door) {
  door.action = here + "/open";
  // Opened inside Telegram, its signed word about the user stands behind the # of the address.
  const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  if (signed) {
    door.addEventListener("submit", (event) => event.preventDefault());
    call("/open", { telegram: signed }).then(({ ok, said }) => {
      if (ok) location.replace(here);
      else status.textContent = said.error;
    });
  }
}

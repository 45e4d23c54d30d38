// The demo's clock: what time it is in the sample school, and the buttons that let time pass.

import { $, clock, inWords, now, tell, words, zoned } from "./common.js";

export function showClock() {
  $("#clock").hidden = false;
  document.querySelectorAll("#clock button").forEach((button) => button.addEventListener("click", () => move(button)));
  setInterval(tick, 1000);
  tick();
}

function tick() {
  $("#now").textContent = zoned({ month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" }).format(now());
}

async function move(button) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  await forward(button.dataset.minutes === "week" ? untilMonday() : Number(button.dataset.minutes))
    .catch(() => tell(words.no_server))
    .finally(() => button.removeAttribute("aria-busy"));
}

function untilMonday() {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-US", {
    timeZone: clock.zone, hour12: false, weekday: "short", hour: "2-digit", minute: "2-digit",
  }).formatToParts(now()).map((part) => [part.type, part.value]));
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday);
  return (7 - day) * 1440 + (8 * 60 + 30) - ((Number(parts.hour) % 24) * 60 + Number(parts.minute));
}

async function forward(minutes) {
  const answer = await fetch("/chat/api/clock", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Xiaoxin": "chat" }, body: JSON.stringify({ minutes }),
  });
  const data = await answer.json();
  if (!answer.ok) return tell(inWords(data));
  clock.ahead = new Date(data.now) - Date.now();
  tick();
}

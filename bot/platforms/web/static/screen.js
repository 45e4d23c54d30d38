// A screen on a wall: reads what stands on it every few seconds, until it is over.
"use strict";

const EVERY = 3000; // milliseconds
const part = (id) => document.getElementById(id);

function show(words) {
  document.querySelector("h1").textContent = words.title;
  part("big").textContent = words.big;
  part("scan").innerHTML = words.svg; // drawn by our own server, from a code of ours
  part("lines").replaceChildren(...words.lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
}

async function read() {
  try {
    const answer = await fetch(`${location.pathname}/now${location.search}`, { cache: "no-store" });
    const words = await answer.json();
    if (answer.ok) show(words);
    if (words.over) return;
  } catch {
    // The network is away for a moment; what stands on the wall stays until it is back.
  }
  setTimeout(read, EVERY);
}

setTimeout(read, EVERY);

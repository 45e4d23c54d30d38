// What every part of the chat page uses: the words in the reader's language, the school's clock, the short notice.

export const $ = (selector, root = document) => root.querySelector(selector);
export const words = JSON.parse($("#words").textContent);
export const clock = { zone: undefined, ahead: 0 }; // the school's time zone; milliseconds it is ahead of this computer

export const now = () => new Date(Date.now() + clock.ahead);
export const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
export const inWords = (error) => error?.[words.language] ?? error?.error ?? words.no_server;

const locale = words.language === "en" ? "en-GB" : "zh-CN";
export const zoned = (options) => new Intl.DateTimeFormat(locale, { timeZone: clock.zone, hour12: false, ...options });

export function clockTime(then) {
  const day = (moment) => zoned({ year: "numeric", month: "numeric", day: "numeric" }).format(moment);
  const date = day(then) === day(now()) ? {} : { month: "long", day: "numeric" };
  return zoned({ ...date, hour: "2-digit", minute: "2-digit" }).format(then);
}

let hiding;
// Long words stay longer, and as long as the pointer rests on them.
export function tell(text, pane) {
  const toast = $("#toast");
  const area = (pane?.node ?? document.body).getBoundingClientRect();
  toast.style.left = `${area.left + area.width / 2}px`; // beside what was pressed
  toast.textContent = text;
  toast.classList.add("shown");
  clearTimeout(hiding);
  const hide = () => (toast.matches(":hover") ? (hiding = setTimeout(hide, 1000)) : toast.classList.remove("shown"));
  hiding = setTimeout(hide, Math.min(12_000, 3000 + 90 * text.length));
}

export function paragraph(text, kind = "") {
  const node = document.createElement("p");
  node.className = kind;
  node.textContent = text;
  return node;
}

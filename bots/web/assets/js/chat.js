// The citizens' chat, enhanced: what is typed is sent without leaving the page,
// is kept until the house has it, and replies appear by themselves. Without this
// script the page works by forms.
"use strict";

document.documentElement.classList.add("scripts");

const log = document.getElementById("log");
const composer = document.getElementById("composer");
const field = document.getElementById("text");
const offline = document.getElementById("offline");
const pill = document.getElementById("pill");
const say = document.getElementById("say");

const keep = {
  queue: "majlis.queue", // messages the house has not confirmed, in order
  draft: "majlis.draft", // what is being typed
};

// Storage may be full or forbidden: then what is typed lives as long as the page.
const memory = {};
function read(key) {
  try { return localStorage.getItem(key); } catch { return memory[key] ?? null; }
}
function write(key, value) {
  memory[key] = value;
  try { localStorage.setItem(key, value); } catch { /* see memory */ }
}

function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// jitter spreads what many do at once after a break.
const jitter = (ms) => ms * (0.5 + Math.random());
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

// --- lines ---

const lineOf = (id) => log.querySelector(`.line.mine[data-id="${CSS.escape(id)}"]`);

function showOwn(id, label) {
  if (lineOf(id)) return;
  const line = document.getElementById("own-line").content.firstElementChild.cloneNode(true);
  line.dataset.id = id;
  line.querySelector(".words").textContent = label;
  settle();
  log.append(line);
  document.getElementById("welcome")?.remove();
  toEnd();
}

function mark(id, state, why) {
  const line = lineOf(id);
  if (!line) return;
  line.dataset.state = state;
  if (why) line.querySelector(".why").textContent = why;
}

// settle makes the options of earlier lines recede.
function settle() {
  for (const line of log.querySelectorAll(".line.live")) line.classList.remove("live");
}

const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 120;
function toEnd() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? "auto" : "smooth" });
  pill.hidden = true;
}
pill.addEventListener("click", () => { toEnd(); field.focus({ preventScroll: true }); });
addEventListener("scroll", () => { if (atEnd()) pill.hidden = true; }, { passive: true });

// --- sending: one at a time, in order, until each is kept ---

const queue = () => { try { return JSON.parse(read(keep.queue)) ?? []; } catch { return []; } };
const drop = (id) => write(keep.queue, JSON.stringify(queue().filter((m) => m.id !== id)));

function send(body, label) {
  const message = { id: newID(), ...body, lang: document.documentElement.lang };
  write(keep.queue, JSON.stringify([...queue(), { id: message.id, body: message, label }]));
  showOwn(message.id, label);
  pump();
}

const breaks = new Map(); // how often the house broke over a message, by its id
let pumping = false;
let failures = 0;
async function pump() {
  if (pumping) return;
  pumping = true;
  for (let next = queue()[0]; next; next = queue()[0]) {
    const settled = await post(next);
    if (settled) {
      failures = 0;
      drop(next.id);
      continue;
    }
    failures += 1;
    setOffline(true);
    await Promise.race([wait(jitter(Math.min(30000, 1000 * 2 ** failures))), back()]);
  }
  pumping = false;
}

// back resolves when the browser says the network is there again.
const back = () => new Promise((done) => { addEventListener("online", done, { once: true }); });

// post brings one message; false when it must be brought again.
async function post(item) {
  mark(item.id, "sending");
  const before = last;
  let answer;
  try {
    answer = await fetch("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(item.body),
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    return false;
  }
  if (answer.status === 401) return newVisitor();
  // A message over which the house breaks must not hold up those behind it.
  if (answer.status === 500) breaks.set(item.id, (breaks.get(item.id) ?? 0) + 1);
  const hopeless = breaks.get(item.id) >= 3;
  if (answer.status === 429 || (answer.status >= 500 && !hopeless)) {
    await wait(1000 * Number(answer.headers.get("Retry-After") ?? 1));
    return false;
  }
  setOffline(false);
  if (answer.ok) {
    mark(item.id, last > before ? "answered" : "kept"); // the reply may be quicker than the receipt
    return true;
  }
  mark(item.id, "failed", await reason(answer));
  if (item.body.text && !field.value) fill(item.body.text); // nothing typed is lost
  return true;
}

async function newVisitor() {
  try {
    await fetch("/chat/visitors", { method: "POST", headers: { Accept: "application/json" } });
    listen();
  } catch { /* tried again with the message */ }
  return false;
}

async function reason(answer) {
  try { return (await answer.json()).error.message; } catch { return ""; }
}

function setOffline(on) { offline.hidden = !on; }
addEventListener("offline", () => setOffline(true));
addEventListener("online", () => { listen(); pump(); });

// --- listening ---

let last = Number(log.dataset.last);
let stream;
let quiet; // a timer: how long the stream may be away before the banner says so
let misses = 0;

function listen() {
  stream?.close();
  stream = new EventSource(`/chat/events?html=1&after=${last}`);
  stream.addEventListener("open", () => {
    misses = 0;
    clearTimeout(quiet);
    quiet = undefined;
    if (!failures) setOffline(false);
  });
  stream.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  stream.addEventListener("error", () => {
    quiet ??= setTimeout(() => setOffline(true), 4000);
    if (stream.readyState !== EventSource.CLOSED) return; // it comes back by itself
    misses += 1;
    setTimeout(listen, jitter(Math.min(30000, 1000 * 2 ** misses)));
  });
}

function receive(message) {
  if (message.seq <= last) return;
  last = message.seq;
  const follow = atEnd();
  for (const line of log.querySelectorAll('.line.mine[data-state="kept"]')) line.dataset.state = "answered";
  settle();
  const fragment = document.createElement("template");
  fragment.innerHTML = message.html; // our own server's template; nobody else's markup is in it
  const lang = fragment.content.querySelector(".line").lang; // none: said in both
  log.append(fragment.content);
  document.getElementById("welcome")?.remove();
  if (follow) toEnd();
  else pill.hidden = false;
  speakAs(lang);
}

// speakAs follows the conversation into the other language. What is being typed
// and what waits to be sent are kept, and the page shows the rest again.
function speakAs(lang) {
  if (!lang || lang === log.dataset.lang || queue().length > 0) return;
  clearTimeout(speakAs.timer); // several lines may arrive together
  speakAs.timer = setTimeout(() => location.replace(`/?lang=${lang}#end`), 400);
}

// --- what people do ---

function fill(text) {
  field.value = text;
  write(keep.draft, text);
  grow();
}
function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  field.rows = Math.min(6, field.value.split("\n").length);
}
field.addEventListener("input", () => { write(keep.draft, field.value); grow(); });
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  composer.requestSubmit();
});
// Some keyboards send the character although its key was taken.
field.addEventListener("keypress", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) event.preventDefault();
});

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  if (upload.state === "uploading") return;
  const text = field.value.trim();
  const body = {};
  if (text) body.text = text;
  if (upload.state === "ready") body.files = [upload.token];
  if (!text && !body.files) { field.focus(); return; }
  const reply = composer.elements.reply_to.value;
  if (reply) body.reply_to = reply;
  const label = [upload.state === "ready" ? upload.name : "", text].filter(Boolean).join("\n");
  fill("");
  clearUpload();
  replyTo("");
  send(body, label);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.matches(".options") && button) {
    event.preventDefault();
    send({ choice: button.value }, button.querySelector(".label").textContent);
  } else if (form.id === "start") {
    event.preventDefault();
    send({ start: true }, button.textContent);
  } else if (form.id === "menu") {
    event.preventDefault();
    send({ text: button.value }, button.value);
  }
});

document.addEventListener("click", (event) => {
  const copy = event.target.closest(".copy");
  const reply = event.target.closest("[data-reply]");
  if (copy) copyRef(copy);
  if (reply) { event.preventDefault(); replyTo(reply.dataset.reply); field.focus(); }
  if (event.target.closest("#reply-off")) { event.preventDefault(); replyTo(""); field.focus(); }
});

async function copyRef(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); } catch { select(button.previousElementSibling); return; }
  button.querySelector(".copy-label").hidden = true;
  button.querySelector(".copied-label").hidden = false;
  say.textContent = button.querySelector(".copied-label").textContent;
}
function select(element) { getSelection().selectAllChildren(element); }

function replyTo(id) {
  composer.elements.reply_to.value = id;
  document.getElementById("replying").hidden = !id;
}

document.getElementById("print").addEventListener("click", () => window.print());

// --- start ---

for (const item of queue()) {
  if (lineOf(item.id)) drop(item.id); // it was kept before the page was closed
  else showOwn(item.id, item.label);
}
if (!field.value && read(keep.draft)) fill(read(keep.draft));
if (!navigator.onLine) setOffline(true);
listen();
pump();
if (last > 0) toEnd();

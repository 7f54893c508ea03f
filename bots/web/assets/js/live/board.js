// The host's board, kept up to date. Without this script it is a page of forms.
"use strict";

const filters = document.getElementById("filter");
const board = {
  state: null,
  hands: [],
  columns: Object.fromEntries(["pending", "waiting", "next", "now", "done"].filter((n) => document.querySelector(`[data-col="${n}"]`)).map((n) => [n, new Column(n)])),
  at: (id) => id && document.querySelector(`.q[data-id="${CSS.escape(id)}"]`),
  rest() { if (this.state) for (const c of Object.values(this.columns)) c.rest(); },
};

const columnOf = { pending: "pending", approved: "waiting", next: "next", now: "now" };
const filtered = new Set(["pending", "waiting", "done"]);

function draw() {
  const { sort, q, label, state } = Object.fromEntries(new FormData(filters));
  const query = fold(q);
  const lists = Object.fromEntries(Object.keys(board.columns).map((n) => [n, []]));
  for (const c of rank(board.state.cards.values(), sort, board.state.strip.people)) {
    const name = columnOf[c.state] ?? "done";
    if (name === "done" && state && c.state !== state) continue;
    const fits = !filtered.has(name) || ((!label || c.labels?.includes(label)) && fold(c.text).includes(query));
    if (fits) lists[name]?.push(c);
  }
  lists.next.sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
  for (const [name, column] of Object.entries(board.columns)) {
    column.show(lists[name]);
    for (const n of document.querySelectorAll(`[data-count="${name}"]`)) n.textContent = num(lists[name].length);
    const empty = document.querySelector(`[data-empty="${name}"]`);
    if (empty) empty.hidden = lists[name].length > 0 || column.list.children.length > 0;
  }
  const lane = document.getElementById("lane");
  if (lane) lane.hidden = !lane.querySelector(".q");
  main.dataset.hash = board.state.hash;
  main.dataset.seq = board.state.seq;
}

function drawLabels() {
  const field = document.getElementById("label");
  const all = [...new Set([...board.state.cards.values()].flatMap((c) => c.labels ?? []))].sort();
  const had = [...field.options].slice(1).map((o) => o.value);
  if (all.join("\n") === had.join("\n")) return;
  const picked = field.value;
  field.replaceChildren(field.options[0], ...all.map((l) => new Option(l, l)));
  field.value = all.includes(picked) ? picked : "";
}

function drawStrip() {
  const { strip, cards, status } = board.state;
  const set = (name, text) => { document.querySelector(`[data-s="${name}"]`).textContent = text; };
  const minute = Math.floor(now() / 60_000) - 1;
  const rate = [...cards.values()].flatMap((c) => c.arrivals).filter((a) => a[0] === minute).reduce((sum, a) => sum + a[1], 0);
  const all = strip.answered + strip.waiting;
  set("people", num(strip.people));
  set("questions", num(strip.questions));
  set("share", num(all ? Math.trunc((strip.answered * 100) / all) : 0));
  set("rate", num(rate));
  set("clock", status === "on_air" && strip.on_air_at ? elapsed((now() - Date.parse(strip.on_air_at)) / 1000) : "–");
  const card = [...cards.values()].find((c) => c.state === "now");
  const timer = document.getElementById("timer");
  timer.hidden = !card;
  if (card) timer.textContent = elapsed((now() - Date.parse(card.now_at)) / 1000);
}

function drawNotes() {
  const notes = board.state.notes ?? [];
  const list = document.getElementById("note-list");
  const made = new Map([...list.children].map((li) => [li.dataset.note, li]));
  for (const n of notes) {
    let li = made.get(n.ID);
    if (!li) {
      li = document.getElementById("note-template").content.firstElementChild.cloneNode(true);
      li.dataset.note = n.ID;
      part(li, "text", n.Text);
      part(li, "at", new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(n.At)));
      const id = li.querySelector('[name="note"]');
      if (id) id.value = n.ID;
      list.append(li);
    }
    part(li, "by", nameOf(n.By));
    part(li, "seen", undefined, !n.Seen);
    const form = li.querySelector("form");
    if (form) form.hidden = n.Seen;
  }
  const unseen = notes.filter((n) => !n.Seen).length;
  const badge = document.getElementById("unseen");
  badge.hidden = unseen === 0;
  badge.textContent = num(unseen);
}

// byOthers lets what another moderator did glow once.
function byOthers(was) {
  if (!was) return;
  for (const c of board.state.cards.values()) {
    const old = was.cards.get(c.id);
    if (c.by && c.by !== me && old?.deed !== c.deed) for (const el of document.querySelectorAll(`.q[data-id="${CSS.escape(c.id)}"]`)) glow(el);
  }
}

const feed = new Feed(`${base}/events?as=${main.dataset.as}`);
feed.addEventListener("board", ({ detail: { state, was } }) => {
  if (was && was.status !== state.status) return location.reload(); // other deeds are possible then
  board.state = state;
  draw();
  drawLabels();
  drawStrip();
  drawNotes();
  showHands(board.hands);
  showSimilar();
  byOthers(was);
});
feed.addEventListener("similar", (e) => takePairs(e.detail));
feed.addEventListener("hands", (e) => { board.hands = e.detail; showHands(board.hands); });
let lostTimer = 0;
feed.addEventListener("line", (e) => {
  const lost = document.getElementById("lost");
  if (e.detail) {
    clearTimeout(lostTimer);
    lostTimer = 0;
    lost.hidden = true;
  } else {
    lostTimer ||= setTimeout(() => { lost.hidden = false; }, 1_500); // each try that fails says so again
  }
});
setInterval(() => { if (board.state) drawStrip(); }, 1_000);
function refill() {
  for (const el of document.querySelectorAll(".q")) if (el.card) fillCard(el, el.card);
}
setInterval(refill, 30_000);
addEventListener("staff", () => { refill(); showHands(board.hands); });
setInterval(() => board.rest(), 1_000); // after the last touch nobody says that it was the last

filters.addEventListener("input", (e) => {
  if (!board.state) return;
  if (e.target.id === "state" && e.target.value) document.getElementById("done").open = true;
  draw();
  for (const column of Object.values(board.columns)) column.settle();
});
filters.addEventListener("submit", (e) => e.preventDefault());

// --- tabs of a phone ---

const tabs = [...document.querySelectorAll('[role="tab"]')];
document.querySelector(".tabs").hidden = false;
function pick(tab) {
  for (const t of tabs) {
    t.setAttribute("aria-selected", t === tab);
    t.tabIndex = t === tab ? 0 : -1;
    document.getElementById(t.getAttribute("aria-controls")).classList.toggle("shown", t === tab);
  }
  if (tab.id === "tab-done") document.getElementById("done").open = true;
}
for (const t of tabs) t.addEventListener("click", () => pick(t));
document.querySelector(".tabs").addEventListener("keydown", (e) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (!step) return;
  const at = tabs.indexOf(document.activeElement) + (document.dir === "rtl" ? -step : step);
  const tab = tabs[(at + tabs.length) % tabs.length];
  pick(tab);
  tab.focus();
});
pick(main.dataset.as === "host" && document.querySelector('[data-col="now"] .q') ? tabs[2] : tabs[0]);

// --- keys ---

const cardsInOrder = () => [...document.querySelectorAll(".columns .q:not(.gone)")].filter((el) => el.checkVisibility());
let cursor = null; // id of the card the keys are about

function move(step) {
  const list = cardsInOrder();
  if (list.length === 0) return;
  const here = document.activeElement.closest?.(".q") ?? board.at(cursor);
  let at = list.indexOf(here);
  if (at < 0 && here) at = list.findIndex((el) => here.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) - (step > 0 ? 1 : 0);
  list[Math.min(list.length - 1, Math.max(0, at + step))].focus();
}
document.addEventListener("focusin", (e) => { cursor = e.target.closest(".q")?.dataset.id ?? cursor; });

// current is the card the keys are about: the one that has the focus.
const current = () => document.activeElement.closest?.(".q:not(.gone)");
function deed(name) {
  const el = current();
  if (!el) return;
  const next = el.nextElementSibling;
  act({ deed: name, group: el.dataset.id }).then((done) => {
    if (done && !["pin", "unpin"].includes(name) && el.contains(document.activeElement)) (next ?? el).focus();
  });
}
function box(name) {
  const el = current();
  if (el) openBox(name, el.dataset.id);
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  a: () => deed("approve"),
  d: () => box("decline"),
  n: () => deed("next"),
  o: () => deed("now"),
  x: () => {
    const el = document.querySelector('[data-col="now"] .q:not(.gone)');
    if (el && !el.querySelector(".deeds").inert) act({ deed: "answered", group: el.dataset.id });
  },
  w: () => box("answer"),
  l: () => deed("later"),
  p: () => deed(current()?.card?.pinned ? "unpin" : "pin"),
  t: () => { if (current()?.dataset.state === "next") deed("next:1"); },
  m: () => box("merge"),
  g: () => box("group"),
  s: () => decide("merge"),
  f: () => decide("differ"),
  h: leaveUnsure,
  u: undo,
  r: () => { for (const c of Object.values(board.columns)) c.settle(); },
  "/": () => document.getElementById("q").focus(),
  "?": () => boxOf("keys").showModal(),
};
// A keyboard in Arabic sends other letters: the place of the key counts then.
const keyAt = (code) => (code.startsWith("Key") ? code.slice(3).toLowerCase() : "");

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat && !["j", "k"].includes(e.key)) return;
  const open = document.querySelector("dialog[open]");
  if (open?.id === "decline-box" && /^[1-9]$/.test(e.key)) return open.querySelectorAll(".choices button")[e.key - 1]?.click();
  if (open || e.target.closest("input, textarea, select, [contenteditable]")) return;
  const key = e.key === "؟" ? "?" : e.key in keys ? e.key : keyAt(e.code);
  if (!keys[key]) return;
  e.preventDefault();
  keys[key]();
});

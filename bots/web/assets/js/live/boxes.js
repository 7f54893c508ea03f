// What is done on the board, and the boxes in which more is said about it.
"use strict";

const base = `/live/${main.dataset.board}`;
const undoFor = 10_000; // ms; the house tells people of an answer after that

const toast = document.getElementById("toast");
let toastTimer;
function complain(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 8_000);
}

const undoBar = document.getElementById("undo");
let undoSeq = 0;
let undoTimer;
function offerUndo(deed, seq) {
  undoSeq = ["undo", "note", "seen", "advance", "key"].includes(deed) ? 0 : seq;
  document.getElementById("undo-text").textContent = words[`did.${deed}`] ?? "";
  document.getElementById("undo-do").hidden = undoSeq === 0;
  undoBar.hidden = false;
  clearTimeout(undoTimer);
  undoTimer = setTimeout(() => { undoBar.hidden = true; undoSeq = 0; }, undoFor);
}
let inHand = Promise.resolve(); // the deed that the house has not confirmed yet
async function undo() {
  await inHand;
  if (undoSeq) act({ deed: "undo", undo: undoSeq });
}
document.getElementById("undo-do").addEventListener("click", undo);

// act does one deed after those before it; true when it was done.
function act(fields) {
  inHand = inHand.then(() => send(fields));
  return inHand;
}

const answerWithin = 15_000; // ms

async function send(fields) {
  const body = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
  let answer;
  try {
    answer = await fetch(`${base}/act`, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(answerWithin) });
  } catch {
    complain(words.failed);
    return false;
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    complain(answer.status === 401 ? words.signed_out : said.error?.message ?? words.failed);
    return false;
  }
  const deed = body.get("deed").split(":")[0];
  offerUndo(deed, said.seq);
  if (deed === "advance" || deed === "key") location.reload();
  return true;
}

document.addEventListener("submit", async (e) => {
  const form = e.target;
  if (form.method !== "post" || !form.getAttribute("action")?.endsWith("/act")) return;
  e.preventDefault();
  const body = new URLSearchParams(new FormData(form, e.submitter));
  if (form.pressed === String(body)) return; // twice
  form.pressed = String(body);
  const done = await act(body).finally(() => { form.pressed = undefined; });
  if (!done) return; // what was typed stays
  for (const field of form.querySelectorAll("textarea, #note-text")) field.value = "";
  const box = form.closest("dialog");
  if (box && !["name", "label", "pin", "unpin"].includes(body.get("deed"))) box.close();
});

// --- boxes ---

const boxOf = (name) => document.getElementById(`${name}-box`);

function openBox(name, id) {
  const c = board.state?.cards.get(id);
  if (!c) return;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  const box = boxOf(name);
  box.dataset.id = id;
  for (const field of box.querySelectorAll('[name="group"]')) field.value = id;
  for (const el of box.querySelectorAll("[data-about]")) { el.textContent = c.text; el.lang = c.lang; }
  if (name === "merge") fillMerge(box, c);
  if (name === "group") fillGroup(box, c);
  box.showModal();
  if (name === "answer") writing(true);
  (box.querySelector("textarea, select") ?? box.querySelector(".choices button, input:not([type=hidden])"))?.focus();
}

function fillMerge(box, c) {
  const list = rank([...board.state.cards.values()].filter((o) => o.id !== c.id), "most", 0);
  box.querySelector("select").replaceChildren(...list.map((o) => Object.assign(new Option(`${num(o.people)} · ${o.text}`, o.id), { dir: "auto" })));
}

async function fillGroup(box, c) {
  box.querySelector("#name-text").value = c.text;
  box.querySelector("#labels-text").value = (c.labels ?? []).join("، ");
  box.querySelector('[data-when="pinned"]').hidden = !c.pinned;
  box.querySelector('[data-when="unpinned"]').hidden = Boolean(c.pinned);
  const list = box.querySelector("[data-members]");
  list.replaceChildren();
  const answer = await fetch(`${base}/groups/${c.id}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return complain(words.failed);
  const { members } = await answer.json();
  if (box.dataset.id !== c.id) return;
  list.replaceChildren(...members.map((m) => memberLine(m)));
  box.querySelector("[data-split]").hidden = members.length < 2;
}

function memberLine(m) {
  const li = document.createElement("li");
  const label = li.appendChild(document.createElement("label"));
  const tick = label.appendChild(Object.assign(document.createElement("input"), { type: "checkbox", name: "items", value: m.id }));
  tick.disabled = Boolean(m.withdrawn);
  const text = label.appendChild(document.createElement("span"));
  const said = text.appendChild(Object.assign(document.createElement("span"), { className: "words", dir: "auto", lang: m.lang }));
  said.textContent = m.withdrawn ? words.withdrawn : m.text || words.me_too;
  for (const href of m.files ?? []) {
    text.append(" ", Object.assign(document.createElement("a"), { className: "button quiet", href, target: "_blank", textContent: words.file }));
  }
  const facts = text.appendChild(Object.assign(document.createElement("small"), { className: "soft" }));
  facts.textContent = ` ${m.channel} · ${age(m.at)}`;
  return li;
}

for (const box of document.querySelectorAll("dialog")) {
  box.addEventListener("close", () => {
    if (box.id === "answer-box") writing(false);
    board.at(box.dataset.id)?.focus({ preventScroll: true });
    delete box.dataset.id;
    board.rest();
  });
}
document.addEventListener("click", (e) => {
  const open = e.target.closest("[data-open]");
  if (open) {
    e.preventDefault();
    openBox(open.dataset.open, open.closest("[data-id]").dataset.id);
  }
  if (e.target.closest("[data-shut]")) e.target.closest("dialog").close();
  if (e.target.closest("[data-keys]")) { document.getElementById("tools").hidePopover(); boxOf("keys").showModal(); }
});

// --- who is writing ---

let writingTimer;
function hand(group, off) {
  const body = new URLSearchParams({ group, ...(off && { off: "1" }) });
  return fetch(`${base}/hand`, { method: "POST", body, keepalive: Boolean(off), headers: { Accept: "application/json" } }).catch(() => null);
}
function writing(on) {
  const id = boxOf("answer").dataset.id;
  clearInterval(writingTimer);
  if (!id) return;
  hand(id, !on);
  if (on) writingTimer = setInterval(() => hand(id), 5_000);
}
function showHands(hands) {
  const others = hands.filter((h) => h.user !== me);
  const namesOn = (id) => others.filter((h) => h.group === id).map((h) => nameOf(h.user)).join("، ");
  for (const el of document.querySelectorAll(".q")) {
    const names = namesOn(el.dataset.id);
    part(el, "writing", names && `${words.writing} ${names}`, !names);
  }
  const box = boxOf("answer");
  const names = box.dataset.id ? namesOn(box.dataset.id) : "";
  const warn = box.querySelector("[data-others]");
  warn.textContent = names && `${words.writing} ${names}`;
  warn.hidden = !names;
}

// The citizens' page of a broadcast, kept up to date. Without this script it is a
// page of forms.
"use strict";

const askPage = document.getElementById("ask-page");
const counts = new Intl.NumberFormat(askPage.dataset.locale, { useGrouping: false });
const plurals = new Intl.PluralRules(askPage.dataset.locale);
const asked = document.getElementById("asked");
const fresh = document.getElementById("fresh");
const open = new Set(["approved", "next", "now"]);
const fields = (el) => Object.fromEntries([...el.querySelectorAll("[data-f]")].map((f) => [f.dataset.f, f]));
let latest = null;

function fill(el, c) {
  const f = fields(el);
  f.people.textContent = counts.format(c.people);
  f.unit.textContent = f.unit.getAttribute(`data-unit-${plurals.select(c.people)}`);
  f.text.textContent = c.text;
  f.text.lang = c.lang;
  f.now.hidden = c.state !== "now";
  el.dataset.state = c.state;
}

const wanted = (state) => [...state.cards.values()].filter((c) => open.has(c.state)).sort((a, b) => b.people - a.people || a.n - b.n);

// settle puts the list in order; nothing moves while somebody reads further down.
function settle() {
  const list = wanted(latest);
  const made = new Map([...asked.children].map((el) => [el.dataset.id, el]));
  const els = list.map((c) => {
    const el = made.get(c.id) ?? document.getElementById("asked-template").content.firstElementChild.cloneNode(true);
    el.dataset.id = c.id;
    const button = el.querySelector("button");
    if (button) button.value = c.n;
    fill(el, c);
    return el;
  });
  asked.replaceChildren(...els);
  document.getElementById("none").hidden = els.length > 0;
  fresh.hidden = true;
}

// The answers stand at the end of the page as the house writes them. They are read
// anew a while after one was given: not by every reader in the same second.
const answers = document.getElementById("answers");
const spread = 8_000; // ms
const given = (state) => [...state.cards.values()].filter((c) => c.state === "answered").map((c) => `${c.id} ${c.text} ${c.answer ?? ""}`).join("\n");
let read = null; // what was given when the board last said
let rereading = 0;
async function reread() {
  rereading = 0;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("answers");
  if (!now) return;
  answers.replaceChildren(...now.children);
  answers.hidden = now.hidden;
}

const reading = () => asked.matches(":hover") || asked.contains(document.activeElement) || asked.getBoundingClientRect().top < 0;

function show({ detail: { state, was } }) {
  if (was && was.status !== state.status) return location.reload();
  if (read !== null && read !== given(state)) rereading ||= setTimeout(reread, 500 + Math.random() * spread);
  read = given(state);
  latest = state;
  const list = wanted(state);
  for (const c of list) {
    const el = asked.querySelector(`[data-id="${CSS.escape(c.id)}"]`);
    if (el) fill(el, c);
  }
  const order = [...asked.children].map((el) => el.dataset.id);
  const changed = list.filter((c, i) => order[i] !== c.id).length + Math.max(0, order.length - list.length);
  askPage.dataset.hash = state.hash;
  if (changed === 0) return undefined;
  if (!reading()) return settle();
  fresh.querySelector("strong").textContent = counts.format(changed);
  fresh.hidden = false;
  return undefined;
}

new Feed(`/live/${askPage.dataset.board}/events?as=public`).addEventListener("board", show);
fresh.addEventListener("click", settle);

// Questions and "me too" are sent without leaving the page; what could not be sent
// stays where it was typed.
document.addEventListener("submit", async (e) => {
  if (!e.target.getAttribute("action")?.endsWith("/ask")) return;
  e.preventDefault();
  const form = e.target;
  const body = new URLSearchParams(new FormData(form, e.submitter));
  if (!body.get("too") && !body.get("text")?.trim()) return;
  if (e.submitter) e.submitter.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (e.submitter) e.submitter.disabled = Boolean(answer?.ok && body.get("too"));
  document.getElementById("sent").hidden = !answer?.ok;
  document.getElementById("unsent").hidden = Boolean(answer?.ok);
  if (!answer?.ok) return;
  const id = form.querySelector('[name="id"]');
  id.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const text = form.querySelector("textarea");
  if (text) text.value = "";
});

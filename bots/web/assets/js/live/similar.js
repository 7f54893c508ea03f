// Asks of two questions at a time whether they are the same. The pair that is shown
// stays until it is decided: what a finger is on its way to does not change.
"use strict";

const similarForm = document.getElementById("similar-form"); // none once no questions are taken
const similarSaid = document.getElementById("similar-said");
const visit = `similar ${main.dataset.board}`;
const unsure = new Set(JSON.parse(sessionStorage.getItem(visit) ?? "[]"));
const decided = new Set(); // here, and the house has not taken them off its list yet
const keyOf = (p) => [p.stays, p.goes].sort().join(" ");
const freshFor = 600; // ms in which a press was meant for the pair before
let freshUntil = 0;
let pairs = []; // the best first
let asked = ""; // key of the pair that is shown

if (similarForm && !similarForm.hidden) {
  pairs = [{ stays: similarForm.into.value, goes: similarForm.group.value }];
  asked = keyOf(pairs[0]);
  if (unsure.has(asked)) putAway();
}

function takePairs(list) {
  pairs = list;
  const keys = new Set(list.map(keyOf));
  for (const key of decided) if (!keys.has(key)) decided.delete(key);
  showSimilar();
}

// waits reports whether a question is on the board and nothing was decided of it.
const waits = (id) => board.state.cards.get(id)?.state in columnOf;

function showSimilar() {
  if (!similarForm || !board.state) return;
  const left = pairs.filter((p) => !unsure.has(keyOf(p)) && !decided.has(keyOf(p)) && waits(p.stays) && waits(p.goes));
  const pair = left.find((p) => keyOf(p) === asked) ?? left[0];
  if (!pair) return putAway();
  similarForm.into.value = pair.stays;
  similarForm.group.value = pair.goes;
  const texts = ["stays", "goes"].map((side) => fillSide(side, board.state.cards.get(pair[side])));
  if (keyOf(pair) === asked) return;
  asked = keyOf(pair);
  freshUntil = Date.now() + freshFor;
  similarForm.hidden = false;
  similarSaid.textContent = [document.getElementById("h-similar").textContent, ...texts].join(" – ");
  if (!calm.matches) similarForm.animate([{ opacity: 0, transform: "translateY(-0.5rem)" }, { opacity: 1, transform: "none" }], { duration: 220, easing: "ease-out" });
}

function fillSide(side, c) {
  const el = similarForm.querySelector(`[data-side="${side}"]`);
  el.dataset.id = c.id;
  part(el, "people", num(c.people));
  part(el, "unit", el.querySelector('[data-f="unit"]').getAttribute(`data-unit-${plurals.select(c.people)}`));
  const link = part(el, "text", c.text);
  link.lang = c.lang;
  link.href = `${base}/groups/${c.id}`;
  return c.text;
}

function putAway() {
  asked = "";
  if (similarForm.contains(document.activeElement)) main.focus({ preventScroll: true });
  similarForm.hidden = true;
  similarSaid.textContent = "";
}

// decide says that the two are the same or differ, and goes on to the next.
async function decide(deed) {
  if (!asked || Date.now() < freshUntil) return;
  const [key, group, into] = [asked, similarForm.group.value, similarForm.into.value];
  decided.add(key);
  showSimilar();
  if (await act({ deed, group, into })) return;
  decided.delete(key);
  showSimilar();
}

function leaveUnsure() {
  if (!asked || Date.now() < freshUntil) return;
  unsure.add(asked);
  sessionStorage.setItem(visit, JSON.stringify([...unsure]));
  showSimilar();
}

// On a phone the line stands at the bottom: what else stands there makes room.
function dock() {
  const height = getComputedStyle(similarForm).position === "fixed" ? similarForm.offsetHeight : 0;
  document.documentElement.style.setProperty("--dock", `${height}px`);
}
if (similarForm) new ResizeObserver(dock).observe(similarForm);

similarForm?.addEventListener("submit", (e) => {
  e.preventDefault();
  e.stopPropagation(); // boxes.js sends what forms say
  decide(e.submitter.value);
});
similarForm?.querySelector("[data-unsure]").addEventListener("click", leaveUnsure);

// One card of the board: its parts are filled in, never written as HTML.
"use strict";

const main = document.getElementById("main");
const locale = main.dataset.locale;
const numbers = new Intl.NumberFormat(locale, { useGrouping: false });
const plurals = new Intl.PluralRules(locale);
const ages = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
const staff = JSON.parse(main.dataset.staff);
const me = main.dataset.me;
const words = Object.fromEntries([...document.querySelectorAll("#words li")].map((li) => [li.dataset.key, li.textContent]));
const skew = Date.parse(main.dataset.now) - Date.now(); // of this machine's clock
const now = () => Date.now() + skew;
const known = (id) => staff[id] ?? learn(id);
const markOf = (id) => (id ? known(id).mark : "");
const nameOf = (id) => (id ? known(id).name : "");

// learn asks once for the name of somebody who joined after the page was loaded.
function learn(id) {
  staff[id] = { name: "·", mark: "·" };
  fetch(`/live/${main.dataset.board}/staff`, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then((all) => {
      if (!all[id]) return;
      Object.assign(staff, all);
      dispatchEvent(new Event("staff"));
    })
    .catch(() => { delete staff[id]; });
  return staff[id];
}
const num = (n) => numbers.format(n);

function age(at) {
  const minutes = Math.floor((now() - Date.parse(at)) / 60_000);
  if (minutes < 60) return ages.format(-Math.max(0, minutes), "minute");
  return minutes < 1440 ? ages.format(-Math.floor(minutes / 60), "hour") : ages.format(-Math.floor(minutes / 1440), "day");
}

const sparkMinutes = 10;

function drawSpark(svg, arrivals) {
  const first = Math.floor(now() / 60_000) - sparkMinutes + 1;
  const most = Math.max(1, ...arrivals.map((a) => a[1]));
  const bars = arrivals.filter(([m]) => m >= first && m < first + sparkMinutes).map(([m, n]) => {
    const h = Math.max(Math.trunc((n * 16) / most), 2);
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    for (const [k, v] of Object.entries({ x: (m - first) * 6, y: 16 - h, width: 5, height: h })) rect.setAttribute(k, v);
    return rect;
  });
  svg.replaceChildren(...bars, svg.querySelector("line"));
}

const finished = new Set(["answered", "declined", "later"]);

// part sets what a part of a card says, only if it has changed: selections stay.
function part(el, name, text, hidden) {
  const p = el.querySelector(`[data-f="${name}"]`);
  if (text !== undefined && p.textContent !== text) p.textContent = text;
  if (hidden !== undefined && p.hidden !== hidden) p.hidden = hidden;
  return p;
}

function newCard(c) {
  const el = document.getElementById("card-template").content.firstElementChild.cloneNode(true);
  el.id = `g-${c.id}`;
  el.dataset.id = c.id;
  for (const field of el.querySelectorAll('[name="group"]')) field.value = c.id;
  for (const a of el.querySelectorAll("a[data-open]")) a.setAttribute("href", a.getAttribute("href").replace("/groups/", `/groups/${c.id}`));
  return el;
}

function fillCard(el, c) {
  el.card = c;
  if (el.dataset.state !== c.state) el.dataset.state = c.state;
  part(el, "people", num(c.people));
  part(el, "unit", el.querySelector('[data-f="unit"]').getAttribute(`data-unit-${plurals.select(c.people)}`));
  part(el, "text", c.text).lang = c.lang;
  part(el, "lang", words[`lang.${c.lang}`] ?? c.lang);
  part(el, "pin", undefined, !c.pinned);
  part(el, "age", age(c.first_at)).dateTime = c.first_at;
  part(el, "wordings-n", num(c.wordings));
  part(el, "by", markOf(c.by), !c.by).title = nameOf(c.by);
  part(el, "answer", c.answer ?? "", !c.answer);
  const why = c.reason ? `: ${words[`reason.${c.reason}`] ?? c.reason}` : "";
  part(el, "decided", finished.has(c.state) ? words[`state.${c.state}`] + why : "");
  drawSpark(el.querySelector(".spark"), c.arrivals);
  const labels = el.querySelector('[data-f="labels"]');
  const want = c.labels ?? [];
  if ([...labels.children].map((x) => x.textContent).join("\n") !== want.join("\n")) {
    labels.replaceChildren(...want.map((text) => {
      const chip = document.createElement("bdi");
      chip.className = "chip";
      chip.textContent = text;
      return chip;
    }));
  }
}

// glow shows once that another moderator changed a card.
function glow(el) {
  el.classList.add("glow");
  setTimeout(() => el.classList.remove("glow"), 2_500);
}

// What makes the desk quicker. Every page does its work without it.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");

function move(step) {
  const list = rows();
  if (list.length === 0) return;
  const at = list.indexOf(document.activeElement.closest?.("[data-row]"));
  list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step))].focus();
}

function choose(action) {
  const radio = document.querySelector(`#compose [name="action"][value="${action}"]`);
  if (radio) radio.checked = true;
  document.querySelector(action === "close" ? "#reason" : "#text")?.focus();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  r: () => choose("reply"),
  e: () => choose("close"),
  a: () => document.querySelector("#owner")?.focus(),
  u: () => document.querySelector("[data-up]")?.click(),
  "/": () => document.querySelector("#q")?.focus(),
  "?": () => document.querySelector("#keys")?.togglePopover(),
};

// A keyboard in Arabic sends other letters: the place of the key counts then.
const places = { KeyJ: "j", KeyK: "k", KeyR: "r", KeyE: "e", KeyA: "a", KeyU: "u" };

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  const key = e.key === "؟" ? "?" : e.key in keys ? e.key : places[e.code];
  if (!key || !keys[key]) return;
  e.preventDefault();
  keys[key]();
});

// What is typed is kept in this tab until it was sent, so that a page that has to
// be loaded anew loses nothing.
for (const key of Object.keys(sessionStorage)) {
  // What was sent and taken is kept no longer; the page that says so may be another one.
  if (!key.startsWith("desk:") || !key.endsWith(":sent")) continue;
  if (document.querySelector(".flash.good")) sessionStorage.removeItem(key.slice(0, -":sent".length));
  sessionStorage.removeItem(key);
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const name = `desk:${form.dataset.keep}`;
  const fields = [...form.querySelectorAll("textarea")];
  const kept = JSON.parse(sessionStorage.getItem(name) || "{}");
  for (const f of fields) if (f.value === f.defaultValue && f.value === "" && kept[f.name]) f.value = kept[f.name];
  form.addEventListener("submit", (e) => {
    if (["send", "save", "submit"].includes(e.submitter?.value)) sessionStorage.setItem(`${name}:sent`, "yes");
  });
  form.addEventListener("input", () => {
    sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(fields.map((f) => [f.name, f.value]))));
  });
}

// What is to be put elsewhere is copied with a button.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.querySelector(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value).then(() => {
      button.querySelector("span").textContent = button.dataset.copied;
    }, () => {});
  });
}

// The rail folds without loading the page; the server remembers it.
document.querySelector("#fold")?.addEventListener("submit", (e) => {
  e.preventDefault();
  document.querySelector("#frame").classList.toggle("folded");
  fetch(e.target.action, { method: "POST", body: new URLSearchParams(new FormData(e.target)), redirect: "manual" }).catch(() => {});
});

// Who else looks at this case.
const present = document.querySelector("[data-present]");
if (present) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(present.dataset.present).catch(() => null);
    if (answer?.ok && !answer.redirected) present.innerHTML = await answer.text();
  }, 20_000);
}

// What changes by itself is asked for again, part by part. A part stays while
// somebody types in it.
const live = document.querySelector("[data-live]");
if (live) {
  const key = (part) => part.dataset.for ?? part.outerHTML;
  const seen = new Map([...live.children].map((part) => [part.id, key(part)]));
  const replace = (part) => {
    const old = document.getElementById(part.id);
    const within = old.contains(document.activeElement);
    if (seen.get(part.id) === key(part) || (within && typing({ target: document.activeElement }))) return;
    seen.set(part.id, key(part));
    old.replaceWith(part);
    if (within) part.focus();
  };
  const look = async () => {
    const answer = document.hidden ? null : await fetch(live.dataset.live).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const fresh = document.createElement("div");
      fresh.innerHTML = await answer.text();
      [...fresh.children].forEach(replace);
    }
    setTimeout(look, Number(live.querySelector("[data-every]").dataset.every) * 1000);
  };
  setTimeout(look, Number(live.querySelector("[data-every]").dataset.every) * 1000);
}

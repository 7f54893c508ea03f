// The question the host is at, on stage and in the overlay.
"use strict";

const screenOf = document.getElementById("main");
const count = new Intl.NumberFormat(screenOf.dataset.locale, { useGrouping: false });
const longText = 120; // characters, above which the stage takes smaller letters

new Feed(screenOf.dataset.events).addEventListener("board", ({ detail: { state } }) => {
  const card = [...state.cards.values()].find((c) => c.state === "now");
  document.getElementById("now").hidden = !card;
  const idle = document.getElementById("idle");
  if (idle) idle.hidden = Boolean(card);
  if (!card) return;
  const text = document.getElementById("text");
  if (text.textContent !== card.text) text.textContent = card.text;
  text.lang = card.lang;
  text.classList.toggle("long", card.text.length > longText);
  document.getElementById("people").textContent = count.format(card.people);
  screenOf.dataset.hash = state.hash;
});

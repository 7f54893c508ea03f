// The order of the cards that wait, as the house ranks them (flows/live/rank.go).
"use strict";

// z is the quantile of the normal distribution for 95 % certainty.
const z = 1.959964;

// wilson is the lower bound of the share of people who stand behind a question.
function wilson(yes, of) {
  const n = Math.max(yes, of);
  if (n === 0) return 0;
  const p = yes / n;
  return (p + (z * z) / (2 * n) - z * Math.sqrt((p * (1 - p) + (z * z) / (4 * n)) / n)) / (1 + (z * z) / n);
}

const orders = {
  most: (a, b) => b.people - a.people,
  newest: (a, b) => Date.parse(b.first_at) - Date.parse(a.first_at),
  longest: (a, b) => Date.parse(a.first_at) - Date.parse(b.first_at),
  best: (a, b, people) => wilson(b.people, people) - wilson(a.people, people),
};

// rank puts cards in order: pinned ones first, then as told, then as they were made.
function rank(cards, by, people) {
  const order = orders[by] ?? orders.most;
  return [...cards].sort((a, b) => Boolean(b.pinned) - Boolean(a.pinned) || order(a, b, people) || a.n - b.n);
}

// fold makes words that are the same to a reader the same (flows/words).
function fold(text) {
  return text.normalize("NFKC").toLowerCase()
    .replace(/[\u064b-\u0652\u0670\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي").replace(/ة/g, "ه")
    .replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660)
    .replace(/\s+/g, " ").trim();
}

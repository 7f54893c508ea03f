// What comes next is put in order by dragging its cards, or with Alt and an arrow.
"use strict";

const nextBox = document.getElementById("col-next");
const nextColumn = board.columns.next;
let dragged = null; // the card

// others are the ids of what comes next without one group, in the house's order.
const others = (id) => nextColumn.want.map((c) => c.id).filter((other) => other !== id);

// place gives a group its place among the next, from 1; the column then shows it
// even under a cursor.
async function place(id, at) {
  if (await act({ deed: `next:${at}`, group: id })) nextColumn.settleAt(undoSeq);
}

// below is the card before which something dropped at a height belongs; nothing
// when it belongs behind all.
function below(y) {
  return [...nextColumn.list.children].find((el) => {
    const box = el.getBoundingClientRect();
    return el !== dragged && !el.classList.contains("gone") && y < box.top + box.height / 2;
  });
}

function mark(el) {
  for (const was of nextBox.querySelectorAll(".before")) if (was !== el) was.classList.remove("before");
  el?.classList.add("before");
  nextColumn.list.classList.toggle("behind", !el);
}

document.addEventListener("dragstart", (e) => {
  dragged = e.target.closest?.(".grip")?.closest(".q:not(.gone)") ?? null;
  if (!dragged) return;
  e.dataTransfer.effectAllowed = "move";
  e.dataTransfer.setData("text/plain", dragged.card.text);
  e.dataTransfer.setDragImage(dragged, 24, 24);
  dragged.classList.add("dragged");
  nextBox.classList.add("open-to");
});

nextBox.addEventListener("dragover", (e) => {
  if (!dragged) return;
  e.preventDefault();
  e.dataTransfer.dropEffect = "move";
  mark(below(e.clientY));
});

nextBox.addEventListener("drop", (e) => {
  if (!dragged) return;
  e.preventDefault();
  const list = others(dragged.dataset.id);
  const at = list.indexOf(below(e.clientY)?.dataset.id);
  place(dragged.dataset.id, at < 0 ? list.length + 1 : at + 1);
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  mark();
  nextBox.classList.remove("open-to");
});

document.addEventListener("keydown", (e) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[e.key];
  const el = current();
  if (!step || !e.altKey || e.ctrlKey || e.metaKey || el?.dataset.state !== "next") return;
  e.preventDefault();
  const id = el.dataset.id;
  const at = nextColumn.want.findIndex((c) => c.id === id) + 1 + step;
  if (at >= 1 && at <= nextColumn.want.length) place(id, at);
});

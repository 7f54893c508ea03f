// A board as the house sees it: all of it once, then what changes. Every frame
// carries a hash; a viewer whose own differs, or who missed one, asks anew.
"use strict";

document.documentElement.classList.add("scripts");

const utf8 = new TextEncoder();

function fnv1a(hash, bytes) {
  for (const b of bytes) hash = Math.imul(hash ^ b, 0x01000193);
  return hash >>> 0;
}

// hashOf is View.Hash of flows/live.
function hashOf(v) {
  const s = v.strip;
  const lines = [`${v.seq}|${v.status}|${s.people}|${s.questions}|${s.waiting}|${s.answered}|${s.ungrouped}\n`];
  for (const c of v.cards.values()) lines.push(`${c.n}|${c.id}|${c.state}|${c.people}|${c.wordings}|${Boolean(c.pinned)}|${c.text}\n`);
  const bytes = utf8.encode(lines.join(""));
  const hex = (n) => n.toString(16).padStart(8, "0");
  return hex(fnv1a(0x811c9dc5, bytes)) + hex(fnv1a(fnv1a(0x811c9dc5, utf8.encode("2")), bytes));
}

const patience = 40_000; // ms without a word from the house, which speaks every 15 s

class Feed extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    this.state = null; // {seq, status, strip, cards: Map by id in the order of n, notes}
    this.tries = 0;
    addEventListener("online", () => this.open());
    addEventListener("pageshow", (e) => { if (e.persisted) this.open(); });
    setInterval(() => { if (this.heard && Date.now() - this.heard > patience) this.later(); }, 5_000);
    this.open();
  }

  // open begins anew: without a number seen, the house sends all of it.
  open() {
    this.source?.close();
    clearTimeout(this.timer);
    this.heard = Date.now();
    const source = new EventSource(this.url);
    this.source = source;
    const on = (name, fn) => source.addEventListener(name, (e) => {
      if (source !== this.source) return;
      this.heard = Date.now();
      fn(JSON.parse(e.data));
    });
    on("board", (v) => { this.tries = 0; this.take({ ...v, cards: new Map(v.cards.map((c) => [c.id, c])) }, v.hash, null); });
    on("change", (d) => this.change(d));
    on("hands", (list) => this.tell("hands", list));
    on("similar", (list) => this.tell("similar", list));
    on("still", () => {});
    source.addEventListener("open", () => this.tell("line", true));
    source.addEventListener("error", () => {
      if (source !== this.source) return;
      this.tell("line", false);
      if (source.readyState === EventSource.CLOSED) this.later(); // else the browser comes back by itself
    });
  }

  // later opens after a while of its own, longer each time, so that not everybody
  // comes back at once.
  later() {
    this.source.close();
    this.heard = 0;
    this.tell("line", false);
    const most = Math.min(30_000, 1_000 * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), most * (0.5 + Math.random() / 2));
  }

  change(d) {
    const was = this.state;
    if (!was || d.from !== was.seq) return this.later();
    const cards = new Map(was.cards);
    for (const id of d.gone ?? []) cards.delete(id);
    for (const c of d.cards ?? []) cards.set(c.id, c);
    const inOrder = new Map([...cards].sort(([, a], [, b]) => a.n - b.n));
    this.take({ seq: d.seq, status: d.status, strip: d.strip, cards: inOrder, notes: d.notes ?? was.notes }, d.hash, was);
  }

  take(state, hash, was) {
    state.hash = hashOf(state);
    if (state.hash !== hash) return this.later();
    this.state = state;
    this.tell("board", { state, was });
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

// elapsed writes seconds as a clock.
function elapsed(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600);
  return (h ? `${h}:${two(Math.floor(s / 60) % 60)}` : String(Math.floor(s / 60))) + `:${two(s % 60)}`;
}

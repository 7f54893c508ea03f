// A column of cards. It never moves under a finger or a cursor: while somebody is
// at it, only what the cards say changes; what would move waits behind a button.
"use strict";

const touchPause = 4_000; // ms after the last touch
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Column {
  constructor(name) {
    this.name = name;
    this.list = document.querySelector(`[data-col="${name}"]`);
    this.button = document.querySelector(`[data-held="${name}"]`);
    this.els = new Map();
    this.want = [];
    this.touched = 0;
    this.under = false; // the cursor
    this.asked = 0; // number of the event that is shown whoever is at the column
    for (const el of this.list.children) this.els.set(el.dataset.id, el);
    this.button?.addEventListener("click", () => this.settle());
    for (const kind of ["pointerdown", "touchmove", "wheel"]) {
      this.list.addEventListener(kind, (e) => { if (kind !== "pointerdown" || e.pointerType !== "mouse") this.touched = Date.now(); }, { passive: true });
    }
    this.list.addEventListener("pointerenter", (e) => { this.under = e.pointerType === "mouse"; }); // a finger leaves its mark behind
    this.list.addEventListener("pointerleave", () => { this.under = false; setTimeout(() => this.rest(), 0); });
    this.list.addEventListener("focusout", () => setTimeout(() => this.rest(), 0));
  }

  // busy reports whether somebody is at the column: with the cursor, the keyboard, a
  // finger, or in a box about one of its cards.
  busy() {
    if (document.hidden) return false;
    const open = document.querySelector("dialog[open]");
    if (document.querySelector(".dragged")) return true;
    return (this.under && !open) || this.list.querySelector(":focus-visible") ||
      (open && this.els.has(open.dataset.id)) || Date.now() - this.touched < touchPause;
  }

  show(cards) {
    this.want = cards;
    const ids = new Set(cards.map((c) => c.id));
    for (const c of cards) {
      const el = this.els.get(c.id);
      if (el) fillCard(el, c), el.classList.remove("gone");
    }
    for (const [id, el] of this.els) {
      if (ids.has(id)) continue;
      el.classList.add("gone");
      const c = board.state.cards.get(id);
      if (c) fillCard(el, c), part(el, "decided", words[`state.${c.state}`] ?? "");
    }
    if (this.asked && board.state.seq >= this.asked) this.settle();
    else this.rest();
  }

  // settleAt shows what an own deed has moved, now or as soon as the house tells it.
  settleAt(seq) {
    this.asked = seq;
    if (board.state.seq >= seq) this.settle();
  }

  // rest settles unless somebody is at the column.
  rest() {
    if (this.name !== "now" && this.busy()) return this.hold();
    return this.settle();
  }

  // hold says how many cards would move, come or go.
  hold() {
    const shown = [...this.list.children].map((el) => el.dataset.id);
    const want = this.want.map((c) => c.id);
    const stay = want.filter((id) => this.els.has(id));
    const here = shown.filter((id) => stay.includes(id));
    const moved = here.filter((id, i) => id !== stay[i]).length;
    this.held(want.length - stay.length + shown.length - here.length + moved);
  }

  held(n) {
    this.button?.classList.toggle("on", n > 0);
    const strong = this.button?.querySelector("strong");
    if (strong) strong.textContent = n > 0 ? num(n) : "";
  }

  settle() {
    this.asked = 0;
    const before = new Map([...this.els].map(([id, el]) => [id, el.getBoundingClientRect().top]));
    const ids = new Set(this.want.map((c) => c.id));
    const at = document.activeElement?.closest?.(".q");
    for (const [id, el] of this.els) if (!ids.has(id)) el.remove(), this.els.delete(id);
    this.want.forEach((c, i) => {
      let el = this.els.get(c.id);
      if (!el) {
        el = newCard(c);
        this.els.set(c.id, el);
      }
      fillCard(el, c);
      if (this.list.children[i] !== el) this.list.insertBefore(el, this.list.children[i] ?? null);
    });
    if (at && at.isConnected && !at.contains(document.activeElement)) at.focus({ preventScroll: true });
    this.held(0);
    if (!calm.matches) this.glide(before);
    if (this.name === "now") this.guard();
  }

  // glide moves cards from where they were to where they are.
  glide(before) {
    for (const [id, el] of this.els) {
      const from = before.get(id);
      const by = from === undefined ? 0 : from - el.getBoundingClientRect().top;
      if (by) el.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 220, easing: "ease-out" });
    }
  }

  // guard keeps a press that was meant for the card before from hitting a new one.
  guard() {
    const id = this.want[0]?.id;
    if (!id || id === this.was) return;
    this.was = id;
    const form = this.els.get(id).querySelector(".deeds");
    form.inert = true;
    setTimeout(() => { form.inert = false; }, 600);
  }
}

// Beside the ministry's time stands the reader's own, where it is another.
"use strict";

for (const el of document.querySelectorAll("time[data-yours]")) {
  const at = new Date(el.dateTime);
  if (-at.getTimezoneOffset() === Number(el.dataset.offset)) continue;
  const format = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const own = Object.assign(document.createElement("span"), { className: "soft", textContent: ` (${el.dataset.yours} ${format.format(at)})` });
  el.after(own);
}

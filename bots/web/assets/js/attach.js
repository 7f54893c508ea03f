// What goes along with a message: a file and a place. Runs after chat.js, whose
// field, composer, say, reason and send it uses.
"use strict";

const chip = document.getElementById("attached");
const file = document.getElementById("file");
let upload = {};

function setUpload(next) {
  upload = next;
  chip.hidden = !next.state;
  chip.dataset.state = next.state ?? "";
  chip.querySelector(".name").textContent = next.name ?? "";
  document.getElementById("attach-why").textContent = next.why ?? "";
}
function clearUpload() { file.value = ""; setUpload({}); }
document.getElementById("attach-off").addEventListener("click", () => { clearUpload(); field.focus(); });

file.addEventListener("change", async () => {
  const chosen = file.files[0];
  if (!chosen) { clearUpload(); return; }
  const mine = { name: chosen.name, state: "uploading" };
  setUpload(mine);
  if (chosen.size > Number(composer.dataset.maxMb) * 1024 * 1024) {
    setUpload({ name: chosen.name, state: "failed", why: say.dataset.tooLarge });
    return;
  }
  const form = new FormData();
  form.append("file", chosen);
  try {
    const answer = await fetch("/chat/files", { method: "POST", headers: { Accept: "application/json" }, body: form });
    if (upload !== mine) return; // taken away or changed meanwhile
    if (!answer.ok) setUpload({ name: chosen.name, state: "failed", why: await reason(answer) });
    else setUpload({ name: chosen.name, state: "ready", token: (await answer.json()).token });
  } catch {
    if (upload === mine) setUpload({ name: chosen.name, state: "failed", why: say.dataset.uploadFailed });
  }
  field.focus();
});

// --- place ---

const place = document.getElementById("place");
if ("geolocation" in navigator && isSecureContext) {
  place.hidden = false;
  place.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      (here) => send(
        { place: { lat: here.coords.latitude, lon: here.coords.longitude } },
        `${here.coords.latitude.toFixed(5)}, ${here.coords.longitude.toFixed(5)}`,
      ),
      () => { say.textContent = say.dataset.placeFailed; say.classList.remove("visually-hidden"); },
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

// Three small helps. Every page works without them.
"use strict";

// 1. A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});
// The page may come back from the browser's memory: then it is asked for again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// 2. What was typed is not left behind by a slip.
const guarded = document.querySelector("form[data-guard]");
if (guarded) {
  let changed = false;
  guarded.addEventListener("input", () => { changed = true; });
  document.addEventListener("submit", (event) => {
    // A search leads away from the form; every other button sends or keeps it.
    if (!event.target.matches("[role=search]")) changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// 3. A warning before the session ends, with a way to stay.
const warning = document.getElementById("session-warning");
if (warning) {
  const { idle, warning: before, left, url } = warning.dataset;
  const opened = Date.now();
  const form = warning.querySelector("form");
  let timer;
  const arm = () => {
    const gone = (Date.now() - opened) / 1000;
    const rest = Math.min(Number(idle), Number(left) - gone);
    const last = Number(left) - gone <= Number(idle);
    clearTimeout(timer);
    timer = setTimeout(() => {
      warning.hidden = false;
      document.getElementById("session-over-text").hidden = !last;
      form.hidden = last;
      if (!last) form.querySelector("button").focus();
    }, Math.max(0, rest - Number(before)) * 1000);
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    form.querySelector("button").removeAttribute("aria-disabled");
    const answer = await fetch(url, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status !== 204) return window.location.reload();
    warning.hidden = true;
    arm();
  });
  // Whoever types into a sheet that is saved meanwhile (draft.js) is there.
  document.addEventListener("tryggspor:seen", () => {
    warning.hidden = true;
    arm();
  });
  arm();
}

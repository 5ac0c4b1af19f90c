// The import goes on by itself while its page is open. Without this script a button does the same.
"use strict";

const form = document.getElementById("import-go-on");
const bar = document.getElementById("import-bar");
const said = document.getElementById("import-said");
const refusal = document.getElementById("import-refusal");
const broken = document.getElementById("import-broken");
const PATIENCE = 3;

const stop = (part, text) => {
  if (text) part.textContent = text;
  part.hidden = false;
  form.hidden = false;
};

const run = async () => {
  form.hidden = true;
  for (let refused = 0; refused < PATIENCE; ) {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    // Signed out, or the screen is hidden: the page itself says so.
    if (answer.type === "opaqueredirect") return window.location.reload();
    if (answer.status !== 200 && answer.status !== 409) return stop(broken);
    const told = await answer.json();
    bar.value = told.done;
    said.textContent = told.said;
    if (!told.under_way) return window.location.reload();
    refused = told.refusal ? refused + 1 : 0;
    if (refused === PATIENCE) stop(refusal, told.refusal);
  }
};

run().catch(() => stop(broken));

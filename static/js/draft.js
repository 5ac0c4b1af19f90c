// What is typed of a new case is saved on the server while somebody types: at most a second after
// the first change, and on leaving a field. Nothing is stored in the browser. Without this script
// every button of the page saves.
const SOON = 1000;
const SELDOM = 15_000;
const PATIENCE = 3000;

const form = document.querySelector("form[data-save]:not([data-asleep])");
if (form) {
  const { save: address } = form.dataset;
  const status = document.getElementById("draft-status");
  const { failed, lost } = status.dataset;
  let changes = 0; // counted as they are made
  let saved = 0; // so many of them are on the server
  let underWay = null; // one request at a time
  let timer = null;
  let wait = SOON;
  let over = false; // another window has the sheet, or it is no longer there

  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  const soon = () => { if (!over && changes > saved) timer ??= setTimeout(save, wait); };

  async function send() {
    const upTo = changes;
    let answer;
    try {
      const body = new URLSearchParams(new FormData(form));
      // What is short goes on when the page is left; browsers refuse that for more than 64 kB.
      const keepalive = String(body).length < 60_000;
      answer = await fetch(address, { method: "POST", body, keepalive, redirect: "manual" });
      if (answer.ok) {
        const { version, said } = await answer.json();
        form.elements.version.value = version;
        saved = upTo;
        wait = SOON;
        say(said);
        document.dispatchEvent(new Event("tryggspor:seen"));
        return;
      }
    } catch {
      answer = null; // no network, or an answer that broke off
    }
    if (answer?.type === "opaqueredirect") {
      // Signed out, or the screen is hidden: the server has kept what was sent.
      saved = changes;
      over = true;
      window.location.reload();
    } else if (answer?.status === 409) {
      over = true;
      say((await answer.json()).said);
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      over = true;
      say(lost);
    } else {
      wait = Math.min(wait * 2, SELDOM);
      say(failed);
    }
  }

  async function save() {
    clearTimeout(timer);
    timer = null;
    if (over || underWay || changes === saved) return;
    underWay = send();
    await underWay;
    underWay = null;
    soon();
  }

  const changed = () => { changes += 1; soon(); };
  form.addEventListener("input", changed);
  form.addEventListener("focusout", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("beforeunload", (event) => {
    if (!form.dataset.sent && changes > saved && wait > SOON) event.preventDefault();
  });

  // The whole step is sent after what is under way, which would otherwise come in behind it.
  form.addEventListener("submit", (event) => {
    if (!underWay || event.submitter?.hasAttribute("formaction")) {
      over = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    const patience = new Promise((done) => { setTimeout(done, PATIENCE); });
    Promise.race([underWay, patience]).then(() => {
      underWay = null;
      over = true;
      form.requestSubmit(submitter);
    });
  });
}

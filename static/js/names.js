// Finding somebody in the lists by typing a part of the name. Without this script the lists are
// opened by hand. The names stand on the page already; nothing is asked for.
const OTHERS = { æ: "ae", ä: "ae", ø: "o", ö: "o", đ: "d", ð: "d", ŋ: "n", ŧ: "t", þ: "t" };

// å is also written aa; marks are left out, so that "c" finds č and "a" finds á.
const plain = (text) => text.normalize("NFC").toLowerCase()
  .replace(/å/g, "aa")
  .replace(/[æäøöđðŋŧþ]/g, (letter) => OTHERS[letter])
  .normalize("NFD").replace(/\p{M}/gu, "");

for (const finder of document.querySelectorAll("[data-finds]")) {
  const field = finder.querySelector("input");
  const told = finder.querySelector("[aria-live]");
  const lists = [...finder.closest("fieldset").querySelectorAll("details")].map((list) => ({
    list,
    wasOpen: list.open,
    rows: [...list.querySelectorAll(".ds-field")].map((row) => ({
      row, box: row.querySelector("input"), name: ` ${plain(row.textContent.trim())}`,
    })),
  }));
  finder.hidden = false;

  const found = () => {
    const parts = plain(field.value).split(/\s+/).filter(Boolean);
    const hits = new Map();
    for (const { list, wasOpen, rows } of lists) {
      let shown = 0;
      for (const { row, box, name } of rows) {
        const fits = parts.every((part) => name.includes(part));
        row.hidden = !fits && !box.checked;
        shown += row.hidden ? 0 : 1;
        if (fits && parts.length) hits.set(box.value, box);
      }
      list.hidden = parts.length > 0 && shown === 0;
      list.open = parts.length ? shown > 0 : wasOpen || rows.some(({ box }) => box.checked);
    }
    told.textContent = parts.length ? told.dataset.found.replace("%s", hits.size) : "";
    return [...hits.values()];
  };

  field.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing of the form has been changed
    found();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [only, more] = found();
    if (!only || more) return;
    only.checked = true;
    only.dispatchEvent(new Event("input", { bubbles: true }));
    field.value = "";
    found();
    only.focus();
  });
}

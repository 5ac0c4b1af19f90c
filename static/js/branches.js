// Of the parts of a form that belong to one answer each, the chosen one is shown. Without this
// script all are there, and each says what it belongs to.
for (const branch of document.querySelectorAll("[data-when]")) {
  const { when, is } = branch.dataset;
  const form = branch.closest("form");
  const look = () => { branch.hidden = form.elements[when].value !== is; };
  form.addEventListener("change", look);
  look();
}

// The day of the next evaluation follows the answer: sooner when the pupil does not feel safe. A day
// that somebody has chosen stays. Without this script the server does the same, and says so.
for (const part of document.querySelectorAll("[data-follows]")) {
  const { follows, alarming, day, offered, usual, soon, ...told } = part.dataset;
  const form = part.closest("form");
  const { elements } = form;
  const [field, filledIn] = [elements[day], elements[offered]];
  const said = document.getElementById(`${field.id}_said`);
  let shown = filledIn.value === told.soonKey ? soon : usual;
  const look = () => {
    const sooner = alarming.split(" ").includes(elements[follows].value);
    if (field.value !== shown) return;
    shown = sooner ? soon : usual;
    const words = sooner ? told.soonWords : told.usualWords;
    field.value = shown;
    filledIn.value = sooner ? told.soonKey : told.usualKey;
    part.closest("details").querySelector(".next-day").textContent = words;
    if (said) said.textContent = words;
  };
  form.addEventListener("change", look);
  look();
}

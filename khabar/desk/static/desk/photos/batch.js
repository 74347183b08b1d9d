// Puts what a batch has in common into every row, and sets a likeness aside.

const batch = document.getElementById("photo-batch");

function written(field) {
  return field.type === "checkbox" ? field.checked : field.value.trim() !== "";
}

function apply(everywhere) {
  const common = [...batch.querySelectorAll("[data-photo-common] [name^='common-']")].filter(written);
  for (const row of batch.querySelectorAll("[data-photo-row]")) {
    for (const source of common) {
      const name = source.name.replace(/^common-/, `photo-${row.dataset.photoRow}-`);
      const target = batch.elements.namedItem(name);
      if (target && (everywhere || !written(target))) {
        target.value = source.value;
        target.dispatchEvent(new Event("input", { bubbles: true }));
        target.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  }
  const said = batch.querySelector("[data-photo-said]");
  said.textContent = said.dataset.text;
}

batch.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.photoApply) {
    apply(button.dataset.photoApply === "all");
  } else if (button && "photoKeep" in button.dataset) {
    button.closest("[data-photo-twins]").remove();
  }
});

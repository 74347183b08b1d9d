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

// Settled without leaving the page: what is typed in the other rows is not saved yet.
async function settle(button) {
  const said = button.closest("[data-photo-twins]").querySelector("[data-photo-twins-said]");
  const body = new FormData();
  body.append("csrfmiddlewaretoken", batch.elements.csrfmiddlewaretoken.value);
  button.disabled = true;
  try {
    const response = await fetch(button.formAction, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const answer = await response.json();
    if (answer.success) {
      const note = document.createElement("p");
      note.className = "k-hint";
      note.setAttribute("role", "status");
      note.textContent = answer.message;
      button.closest("[data-photo-row]").replaceWith(note);
      return;
    }
    said.textContent = answer.message;
  } catch {
    said.textContent = said.dataset.failed;
  }
  button.disabled = false;
}

batch.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.closest("[data-photo-twins]") && button.hasAttribute("formaction")) {
    event.preventDefault();
    settle(button);
    return;
  }
  if (button?.dataset.photoApply) {
    apply(button.dataset.photoApply === "all");
  } else if (button && "photoKeep" in button.dataset) {
    button.closest("[data-photo-twins]").remove();
  }
});

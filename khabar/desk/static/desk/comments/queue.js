/* The queue by the keyboard: a letter decides on the comment at hand, and the next one is at hand. */
(() => {
  const form = document.querySelector("[data-queue]");
  if (!form) return;
  // Articles on the site then ask the desk for the button that opens and closes their comments.
  try { localStorage.setItem("khabar-moderates", "1"); } catch { /* without it, from the desk alone */ }
  const says = form.querySelector("[data-says]");
  const all = form.querySelector("[data-all]");
  const keys = { a: "approve", r: "reject", b: "ban" };
  const arabic = { "ش": "a", "ق": "r", "لا": "b", "ت": "j", "ن": "k", "ع": "u" };
  let at = 0;

  const lines = () => [...form.querySelectorAll(".mod-line")];

  const hold = (place) => {
    const found = lines();
    if (!found.length) return;
    at = Math.max(0, Math.min(place, found.length - 1));
    for (const line of found) line.classList.toggle("is-at-hand", line === found[at]);
    found[at].focus({ preventScroll: true });
    found[at].scrollIntoView({ block: "nearest" });
  };

  const send = async (fields) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const [name, value] of fields) data.append(name, value);
    const answer = await fetch(form.action, {
      method: "POST", body: data, headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    return answer.json();
  };

  const decide = async (verb, line) => {
    line.setAttribute("aria-busy", "true");
    const came = await send([["one", `${verb}:${line.dataset.seen}`]]).catch(() => null);
    if (!came) { line.removeAttribute("aria-busy"); form.requestSubmit(line.querySelector(`[data-act=${verb}]`)); return; }
    says.textContent = came.said;
    const place = lines().indexOf(line);
    const gone = new Set([...came.changed, ...came.passed_over].map(String));
    for (const one of lines()) if (gone.has(one.dataset.line)) one.remove();
    line.removeAttribute("aria-busy");
    if (lines().length) hold(place);
    else window.location.assign(form.dataset.here);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".mod-line [data-act]");
    if (!button) return;
    event.preventDefault();
    decide(button.dataset.act, button.closest(".mod-line"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const key = arabic[event.key] || event.key.toLowerCase();
    const line = lines()[at];
    if (key === "j") hold(at + 1);
    else if (key === "k") hold(at - 1);
    else if (key === "u") form.requestSubmit(form.querySelector("[data-act=undo]"));
    else if (keys[key] && line && !line.hasAttribute("aria-busy")) decide(keys[key], line);
    else return;
    event.preventDefault();
  });

  all.addEventListener("change", () => {
    for (const box of form.querySelectorAll("[name=seen]")) box.checked = all.checked;
  });
  form.querySelector(".mod-keys").hidden = false;
  all.parentElement.hidden = false;
  hold(0);
})();

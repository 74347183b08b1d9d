// A moderator's way of opening and closing comments from the article. The page is everybody's and
// knows nobody: what stands here comes from the desk, which asks who it is.

const asScript = { headers: { "X-Requested-With": "XMLHttpRequest" }, redirect: "manual" };

function put(place, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  place.replaceChildren(made.content);
  place.hidden = false;
}

export async function show(place) {
  const answer = await fetch(place.dataset.moderation, asScript).catch(() => null);
  if (answer?.status === 403) localStorage.removeItem("khabar-moderates");
  // Signed out: the desk would ask for a name, and that is not for this page.
  if (!answer?.ok) return;
  put(place, await answer.text());
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    button.disabled = true;
    const done = await fetch(form.action, { ...asScript, method: "POST", body: new FormData(form) }).catch(() => null);
    if (!done?.ok) { form.submit(); return; }
    put(place, await done.text());
    place.querySelector("button").focus();
  });
}

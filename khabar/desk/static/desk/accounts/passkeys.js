/* Asks the browser for a passkey, or has it make one, and sends what it answers with the form.
   Words come from the form's data attributes. */
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const asked = ({ publicKey }) => {
    const wanted = { ...publicKey, challenge: bytes(publicKey.challenge) };
    if (publicKey.user) {
      wanted.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    }
    wanted.allowCredentials = withBytes(publicKey.allowCredentials);
    wanted.excludeCredentials = withBytes(publicKey.excludeCredentials);
    return { publicKey: wanted };
  };

  const answered = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) {
        response[name] = text(credential.response[name]);
      }
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const begin = async (form) => {
    const said = form.querySelector(".desk-passkey-said");
    said.textContent = "";
    try {
      const token = form.elements.csrfmiddlewaretoken.value;
      const answer = await fetch(form.dataset.options, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      const credential = await navigator.credentials[form.dataset.deskPasskey](asked(await answer.json()));
      form.elements.credential.value = JSON.stringify(answered(credential));
    } catch {
      // The person said no, or the browser cannot: both are said alike.
      said.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  };

  // A passkey belongs to a name: at a bare address (127.0.0.1) no browser makes one.
  const named = !/^[\d.]+$|:/.test(window.location.hostname);
  const able = Boolean(named && window.PublicKeyCredential && navigator.credentials);

  for (const form of document.querySelectorAll("[data-desk-passkey]")) {
    if (able) {
      form.hidden = false;
    } else if (form.dataset.missing) {
      form.querySelector(".desk-passkey-said").textContent = form.dataset.missing;
      form.querySelector("button").disabled = true;
    }
    const button = form.querySelector("button");
    if (button.type === "submit") {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (form.elements.name.value.trim()) {
          begin(form);
        } else {
          form.elements.name.focus();
        }
      });
    } else {
      button.addEventListener("click", () => begin(form));
    }
  }
})();

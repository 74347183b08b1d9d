/* A pin beside an article opens the menu of places; the next click places it. The menu comes from the
   server with what stands in each place now. Without this script the pin is a link to the same menu. */
(() => {
  "use strict";

  let panel = null;
  let opener = null;

  const close = () => {
    panel?.remove();
    panel = null;
    opener?.setAttribute("aria-expanded", "false");
    opener?.focus();
    opener = null;
  };

  /* Measured on the screen, so in the screen's own coordinates in both directions. */
  const beside = (button) => {
    const box = button.getBoundingClientRect();
    const width = Math.min(360, window.innerWidth - 16);
    const room = window.innerWidth - width - 8;
    const wanted = getComputedStyle(button).direction === "rtl" ? box.right - width : box.left;
    panel.style.width = `${width}px`;
    panel.style.left = `${Math.max(8, Math.min(wanted, room))}px`;
    const height = Math.min(panel.scrollHeight, window.innerHeight - 16);
    const under = box.bottom + 6;
    const fits = under + height <= window.innerHeight - 8;
    panel.style.top = `${fits ? under : Math.max(8, window.innerHeight - height - 8)}px`;
  };

  const ask = async (url, options = {}) => {
    const response = await fetch(url, {
      ...options,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return response.text();
  };

  const open = async (button, url) => {
    if (opener === button) {
      close();
      return;
    }
    close();
    opener = button;
    button.setAttribute("aria-expanded", "true");
    panel = document.createElement("div");
    panel.className = "front-pin-panel";
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", button.title);
    panel.dir = document.documentElement.dir;
    document.body.append(panel);
    try {
      panel.innerHTML = await ask(url);
    } catch {
      window.location.assign(url);
      return;
    }
    beside(button);
    panel.querySelector("button")?.focus();
  };

  const act = async (form, submitter) => {
    try {
      panel.innerHTML = await ask(form.action, {
        method: "POST",
        body: new FormData(form, submitter || undefined),
      });
      beside(opener);
      panel.querySelector("button, a")?.focus();
    } catch {
      form.removeAttribute("data-pin-act");
      form.requestSubmit(submitter || undefined);
    }
  };

  document.addEventListener("click", (event) => {
    const pin = event.target.closest && event.target.closest("[data-front-pin]");
    if (pin) {
      event.preventDefault();
      open(pin, pin.href || pin.dataset.url);
    } else if (panel && !panel.contains(event.target) && panel.isConnected) {
      close();
    }
  });
  document.addEventListener("submit", (event) => {
    if (panel?.contains(event.target) && event.target.matches("[data-pin-act]")) {
      event.preventDefault();
      act(event.target, event.submitter);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel) {
      close();
    }
  });
})();

/* The menu of a line comes from the server when a pointer or the keyboard comes near it. Without this
   script, or without the network, the menu holds a link to a page with the same entries. */
(() => {
  "use strict";

  const load = async (menu) => {
    if (menu.dataset.menu) {
      return;
    }
    menu.dataset.menu = "asked";
    try {
      const response = await fetch(menu.querySelector("a").href, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      menu.querySelector("ul").replaceWith(page.querySelector("ul"));
    } catch {
      menu.dataset.menu = "";
    }
  };

  const near = (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (menu) {
      load(menu);
    }
  };

  document.addEventListener("pointerover", near);
  document.addEventListener("focusin", near);
  document.addEventListener("click", near);
})();

/* On a reader's page as the desk shows it: a pin beside each headline, and links that stay here. */
(() => {
  "use strict";

  const tools = document.querySelector("[data-front-tools]");
  const { here, menu, label } = tools.dataset;
  const ARTICLE = /^\/[^/]+\/([1-9][0-9]*)-?[^/]*\/$/;

  const pin = (number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "front-pin front-pin--site";
    button.dataset.frontPin = "";
    button.dataset.url = `${menu}${number}/`;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.innerHTML =
      '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5 1h6v1.5l-1 .5v3.5l2.5 2v1.5H8.75V15L8 16l-.75-1v-5H3.5V8.5l2.5-2V3l-1-.5z"/></svg>';
    return button;
  };

  for (const link of document.querySelectorAll('main a[href^="/"], aside a[href^="/"]')) {
    const found = ARTICLE.exec(decodeURI(link.getAttribute("href")));
    if (found && link.textContent.trim() && !link.closest("nav")) {
      link.after(pin(found[1]));
    }
  }
  const own = ARTICLE.exec(`/${decodeURI(window.location.pathname).slice(here.length)}`);
  const head = document.querySelector("main h1");
  if (own && head) {
    head.append(pin(own[1]));
  }

  for (const link of document.querySelectorAll('a[href^="/"]')) {
    link.href = here + link.getAttribute("href").slice(1);
  }
})();

/* The front page's and the stories' screens: each act is a form, sent without leaving the page; the
   server answers with the part that changed. Order by drag, or by the arrows on a handle. Without
   this script the same forms work, each with a new page. */
(() => {
  "use strict";

  const board = () => document.querySelector("[data-board]");
  let asked = 0;

  const say = (text) => {
    const place = board().querySelector("[data-board-said]");
    const line = document.createElement("p");
    line.className = "front-said front-said--error";
    line.textContent = text;
    place.replaceChildren(line);
  };

  /* What a person was at, to come back to after the new part is in. */
  const remembered = () => {
    const active = document.activeElement;
    const item = active && active.closest ? active.closest("[data-item]") : null;
    return {
      item: item ? item.dataset.item : null,
      grip: Boolean(active && active.matches && active.matches("[data-grip]")),
      label: active ? active.getAttribute("title") : null,
      open: [...document.querySelectorAll("[data-keep-open][open]")].map((one) => one.dataset.keepOpen),
      frame: document.querySelector("[data-frame]")?.dataset.frame,
      scroll: document.querySelector("[data-pool]")?.scrollTop,
      query: document.querySelector("#front-q")?.value,
    };
  };

  const comeBack = (was) => {
    for (const id of was.open) {
      document.querySelector(`[data-keep-open="${id}"]`)?.setAttribute("open", "");
    }
    if (was.frame) {
      showFrame(was.frame);
    }
    const poolList = document.querySelector("[data-pool]");
    if (poolList && was.scroll) {
      poolList.scrollTop = was.scroll;
    }
    if (!was.item) {
      return;
    }
    const item = board().querySelector(`.front-entry[data-item="${was.item}"]`);
    if (!item) {
      return;
    }
    const wanted = was.grip
      ? item.querySelector("[data-grip]")
      : was.label && [...item.querySelectorAll("[title]")].find((one) => one.title === was.label);
    (wanted || item.querySelector("[data-grip]"))?.focus();
  };

  /* The choosers of photos, which Wagtail's own scripts know: a photo chosen is saved at once. */
  const choosers = () => {
    for (const input of board().querySelectorAll("[data-front-photo] input[type=hidden]")) {
      new window.ImageChooser(input.id);
    }
  };

  const put = (html, was, form) => {
    const typed = form?.matches("[data-typed]") ? new FormData(form) : null;
    board().innerHTML = html;
    choosers();
    comeBack(was);
    if (typed && board().querySelector(".front-said--error")) {
      typeAgain(typed);
    }
  };

  /* What was refused stays typed. */
  const typeAgain = (typed) => {
    const item = board().querySelector(`.front-entry[data-item="${typed.get("article")}"]`);
    for (const field of item?.querySelectorAll("[data-typed] input:not([type=hidden])") || []) {
      if (field.type === "checkbox") {
        field.checked = typed.has(field.name);
      } else {
        field.value = typed.get(field.name);
      }
    }
  };

  const send = async (form, button) => {
    const data = new FormData(form, button || undefined);
    const was = remembered();
    asked += 1;
    const mine = asked;
    board().setAttribute("aria-busy", "true");
    try {
      const url = new URL(form.getAttribute("action") || window.location.href, window.location.href);
      url.search = form.hasAttribute("action") ? window.location.search : url.search;
      const response = await fetch(url, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      const html = await response.text();
      if (mine === asked) {
        put(html, was, form);
      }
    } catch {
      say(board().dataset.failed);
    } finally {
      board().removeAttribute("aria-busy");
    }
  };

  const move = (item, list, position) => {
    const mover = board().querySelector("[data-mover]");
    mover.querySelector("[data-mover-item]").value = item;
    const where = mover.querySelector("[data-mover-list]");
    if (where) {
      where.value = list;
    }
    mover.querySelector("[data-mover-position]").value = String(position);
    send(mover);
  };

  // Keys

  const lists = () => [...board().querySelectorAll("[data-sortable]")];

  const byKey = (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || !["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      return;
    }
    event.preventDefault();
    const item = grip.closest("[data-item]");
    const list = item.parentElement;
    const items = [...list.children];
    const at = items.indexOf(item);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const to = at + (event.key === "ArrowUp" ? -1 : 1);
      if (to >= 0 && to < items.length) {
        move(item.dataset.item, list.dataset.list, to + 1);
      }
      return;
    }
    const rightToLeft = getComputedStyle(list).direction === "rtl";
    const onward = (event.key === "ArrowLeft") === rightToLeft;
    const other = lists()[lists().indexOf(list) + (onward ? 1 : -1)];
    if (other && board().querySelector("[data-mover-list]")) {
      move(item.dataset.item, other.dataset.list, 1);
    }
  };

  // Drag

  let dragged = null;

  /* Anywhere in a place's box: an empty list is hard to hit. */
  const target = (event) => {
    const box = event.target.closest && event.target.closest(".front-slot");
    return box && box.querySelector("[data-sortable]");
  };

  const positionAt = (list, y) => {
    const items = [...list.children].filter((one) => one !== dragged);
    const before = items.filter((one) => {
      const box = one.getBoundingClientRect();
      return box.top + box.height / 2 < y;
    });
    return before.length + 1;
  };

  const mark = (list, y) => {
    clearMarks();
    const items = [...list.children].filter((one) => one !== dragged);
    const position = positionAt(list, y);
    list.classList.add("front-entries--over");
    items[position - 1]?.classList.add("front-entry--before");
    if (position > items.length) {
      items.at(-1)?.classList.add("front-entry--after");
    }
  };

  const clearMarks = () => {
    for (const name of ["front-entries--over", "front-entry--before", "front-entry--after"]) {
      for (const one of document.querySelectorAll(`.${name}`)) {
        one.classList.remove(name);
      }
    }
  };

  const onDragStart = (event) => {
    const item = event.target.closest && event.target.closest("[data-item][draggable]");
    if (!item) {
      return;
    }
    dragged = item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.item);
    item.classList.add("front-entry--dragged");
  };

  const onDragOver = (event) => {
    const list = target(event);
    if (dragged && list) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      mark(list, event.clientY);
    }
  };

  const onDrop = (event) => {
    const list = target(event);
    if (!dragged || !list) {
      return;
    }
    event.preventDefault();
    const position = positionAt(list, event.clientY);
    move(dragged.dataset.item, list.dataset.list, position);
  };

  const onDragEnd = () => {
    dragged?.classList.remove("front-entry--dragged");
    dragged = null;
    clearMarks();
  };

  // Search within the pool, and the preview

  const search = async (form) => {
    const url = new URL(form.action, window.location.href);
    url.search = new URLSearchParams(new FormData(form)).toString();
    window.location.assign(url);
  };

  const showFrame = (kind) => {
    const frame = document.querySelector("[data-frame]");
    if (!frame) {
      return;
    }
    frame.dataset.frame = kind;
    for (const button of document.querySelectorAll("[data-preview]")) {
      button.setAttribute("aria-pressed", String(button.dataset.preview === kind));
    }
  };

  const begin = () => {
    if (!board()) {
      return;
    }
    choosers();
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!board().contains(form)) {
        return;
      }
      if (form.matches("[data-act]")) {
        event.preventDefault();
        send(form, event.submitter);
      } else if (form.matches("[data-search]")) {
        event.preventDefault();
        search(form);
      }
    });
    document.addEventListener("click", (event) => {
      const way = event.target.closest && event.target.closest("[data-preview]");
      if (way) {
        showFrame(way.dataset.preview);
      }
    });
    document.addEventListener("change", (event) => {
      if (event.target.matches("[data-front-photo] input[type=hidden]")) {
        event.target.form.requestSubmit();
      }
    });
    document.addEventListener("keydown", byKey);
    document.addEventListener("dragstart", onDragStart);
    document.addEventListener("dragover", onDragOver);
    document.addEventListener("drop", onDrop);
    document.addEventListener("dragend", onDragEnd);
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();

/* Moves what stands on the planning board: by dragging, or picked up with Space and moved with the
   arrow keys. Either fills in the card's own form and sends it; the server says how it went. */
(() => {
  "use strict";

  const board = document.querySelector("[data-board]");
  if (!board) {
    return;
  }
  const says = document.querySelector("[data-board-says]");
  const STEP = 15;
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const rightToLeft = getComputedStyle(board).direction === "rtl";

  // Times here are what the edition's clocks show: calendar arithmetic without any zone.
  const read = (local) => Date.parse(`${local}:00Z`);
  const write = (time) => new Date(time).toISOString().slice(0, 16);
  const digits = new Intl.NumberFormat("en", {
    minimumIntegerDigits: 2,
    numberingSystem: board.dataset.numbering,
    useGrouping: false,
  });

  const spoken = (local) => {
    const [day, time] = local.split("T");
    const slot = board.querySelector(`[data-slot="${day}"]:not([data-hour])`);
    const dated = new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone: "UTC",
    });
    const name = slot ? slot.dataset.label : dated.format(read(local));
    const shown = time.split(":").map((part) => digits.format(Number(part)));
    return board.dataset.at.replace("%(day)s", name).replace("%(time)s", shown.join(":"));
  };

  const send = (card, local) => {
    const form = card.querySelector("[data-move]");
    form.elements.namedItem("to").value = local;
    form.requestSubmit();
  };

  // Dragging

  let dragged = null;

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (dragged) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.title);
      dragged.classList.add("is-picked");
    }
  });

  board.addEventListener("dragend", () => {
    board.querySelectorAll(".is-over").forEach((slot) => slot.classList.remove("is-over"));
    if (dragged) {
      dragged.classList.remove("is-picked");
      dragged = null;
    }
  });

  board.addEventListener("dragover", (event) => {
    const slot = event.target.closest("[data-slot]");
    if (dragged && slot) {
      event.preventDefault();
      board.querySelectorAll(".is-over").forEach((other) => other.classList.remove("is-over"));
      slot.classList.add("is-over");
    }
  });

  // A day keeps the hour, an hour keeps the minutes.
  const dropped = (local, slot) => {
    const [, time] = local.split("T");
    const hour = slot.dataset.hour;
    const kept = hour === undefined ? time : `${hour.padStart(2, "0")}:${time.split(":")[1]}`;
    return `${slot.dataset.slot}T${kept}`;
  };

  board.addEventListener("drop", (event) => {
    const slot = event.target.closest("[data-slot]");
    if (!dragged || !slot) {
      return;
    }
    event.preventDefault();
    const to = dropped(dragged.dataset.local, slot);
    if (to !== dragged.dataset.local) {
      send(dragged, to);
    }
  });

  // Keys

  let picked = null;
  let target = "";

  const say = (text) => {
    says.textContent = text;
  };

  const show = () => {
    const time = picked.querySelector(".board-card__target") || document.createElement("output");
    time.className = "board-card__target";
    time.textContent = spoken(target);
    picked.prepend(time);
    say(time.textContent);
  };

  const letGo = () => {
    if (picked) {
      picked.classList.remove("is-picked");
      picked.querySelector(".board-card__target")?.remove();
      picked = null;
    }
  };

  const steps = {
    ArrowUp: -STEP * MINUTE,
    ArrowDown: STEP * MINUTE,
    ArrowLeft: rightToLeft ? DAY : -DAY,
    ArrowRight: rightToLeft ? -DAY : DAY,
  };

  board.addEventListener("keydown", (event) => {
    const card = event.target;
    if (!card.matches("[data-card]")) {
      return;
    }
    if (picked !== card) {
      if (event.key === " ") {
        event.preventDefault();
        letGo();
        picked = card;
        target = card.dataset.local;
        card.classList.add("is-picked");
        show();
        say(board.dataset.picked.replace("%(title)s", card.dataset.title));
      }
      return;
    }
    if (event.key in steps) {
      event.preventDefault();
      target = write(read(target) + steps[event.key]);
      show();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const to = target;
      letGo();
      if (to !== card.dataset.local) {
        send(card, to);
      }
    } else if (event.key === "Escape") {
      event.preventDefault();
      letGo();
      say(board.dataset.letGo);
    }
  });

  board.addEventListener("focusout", (event) => {
    if (event.target === picked) {
      letGo();
    }
  });

  // What was moved has the keyboard again, wherever it stands now.
  const moved = /^#plan-[a-z]+-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (moved) {
    moved.focus();
    moved.scrollIntoView({ block: "center" });
  }
})();

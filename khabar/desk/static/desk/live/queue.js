/* What was written and not yet taken by the server: kept in the browser, sent in its order, each once.
   An item carries a token of its own; however often it is sent, one post comes of it. */
(() => {
  "use strict";

  const FIRST_WAIT = 1000;
  const LONGEST_WAIT = 20_000;

  /* Answers of `deliver`: "taken", "later" (no network), "signed-out", or the reason of a refusal. */
  const makeQueue = (key, deliver, changed) => {
    let running = false;
    let wait = FIRST_WAIT;
    let timer = 0;

    const read = () => {
      try {
        return JSON.parse(localStorage.getItem(key)) || [];
      } catch {
        return [];
      }
    };

    const write = (items) => {
      if (items.length) {
        localStorage.setItem(key, JSON.stringify(items));
      } else {
        localStorage.removeItem(key);
      }
      changed(items);
    };

    const change = (token, how) =>
      write(read().flatMap((item) => (item.token === token ? how(item) : [item])));

    const flush = async () => {
      if (running) {
        return;
      }
      running = true;
      clearTimeout(timer);
      try {
        for (;;) {
          const item = read().find((one) => !one.refused);
          if (!item) {
            wait = FIRST_WAIT;
            return;
          }
          const answer = await deliver(item);
          if (answer === "taken") {
            wait = FIRST_WAIT;
            change(item.token, () => []);
          } else if (answer === "later" || answer === "signed-out") {
            timer = setTimeout(flush, wait);
            wait = Math.min(wait * 2, LONGEST_WAIT);
            changed(read());
            return;
          } else {
            change(item.token, (one) => [{ ...one, refused: answer }]);
          }
        }
      } finally {
        running = false;
      }
    };

    window.addEventListener("online", () => {
      wait = FIRST_WAIT;
      flush();
    });
    window.addEventListener("storage", (event) => {
      if (event.key === key) {
        changed(read());
      }
    });

    return {
      read,
      flush,
      add: (item) => {
        write([...read(), item]);
        flush();
      },
      drop: (token) => change(token, () => []),
    };
  };

  window.khabarLiveQueue = makeQueue;
})();

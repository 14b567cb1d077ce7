// Goes on when the address was confirmed by the link of the mail, in this browser or on another device.
"use strict";
(() => {
  const form = document.querySelector("form[data-waits-at]");
  if (!form) return;
  const started = Date.now();
  const look = async () => {
    // Nobody waits for longer than the code is looked for.
    if (Date.now() - started > 30 * 60 * 1000) return;
    if (!document.hidden) {
      try {
        const response = await fetch(form.dataset.waitsAt, { credentials: "same-origin", cache: "no-store" });
        if (response.ok) {
          const state = await response.json();
          if (state.next) {
            location.assign(state.next);
            return;
          }
        }
      } catch (error) {
        // The network is away: the next look may find it.
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
})();

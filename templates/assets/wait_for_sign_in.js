// Says when somebody signed in to the app that was set up: this page, or one in another window.
"use strict";
(() => {
  const section = document.querySelector("[data-waits-at]");
  if (!section) return;
  const started = Date.now();
  const look = async () => {
    // Nobody waits for longer; the link looks once more.
    if (Date.now() - started > 30 * 60 * 1000) return;
    if (!document.hidden) {
      try {
        const response = await fetch(section.dataset.waitsAt, { credentials: "same-origin", cache: "no-store" });
        if (response.ok && (await response.json()).signed_in) {
          section.classList.add("good");
          section.querySelector(".waiting").hidden = true;
          section.querySelector(".hint-waiting").hidden = true;
          section.querySelector("#check").hidden = true;
          section.querySelector(".came").hidden = false;
          return;
        }
      } catch (error) {
        // The network is away: the next look may find it.
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 1000);
})();

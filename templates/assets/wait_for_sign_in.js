// Says when somebody signed in to an app that was set up, in this window or another.
"use strict";
for (const place of document.querySelectorAll("[data-waits-at]")) {
  const started = Date.now();
  const show = (name, hidden) => {
    for (const element of place.querySelectorAll(name)) element.hidden = hidden;
  };
  const look = async () => {
    // Nobody waits for longer; the page shows it when it is loaded again.
    if (Date.now() - started > 30 * 60 * 1000) return;
    if (!document.hidden) {
      try {
        const response = await fetch(place.dataset.waitsAt, { credentials: "same-origin", cache: "no-store" });
        if (response.ok && (await response.json()).signed_in) {
          place.classList.add("good");
          show(".waiting, .hint-waiting, #check", true);
          show(".came", false);
          return;
        }
      } catch (error) {
        // The network is away: the next look may find it.
      }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 1000);
}

// The previews follow what is typed. Without this script the button under the fields shows them.
"use strict";
(() => {
  const form = document.getElementById("look");
  if (!form) return;
  let waiting;
  const colour = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;
  const show = () => {
    for (const frame of document.querySelectorAll(".preview iframe")) {
      const address = new URL(frame.src);
      for (const name of ["name", "accent", "accent_dark"]) {
        const field = form.elements.namedItem(name);
        if (!field) continue;
        const value = field.value.trim();
        // A colour that is half typed changes nothing yet.
        if (name !== "name" && value !== "" && !colour.test(value)) continue;
        address.searchParams.set(name, value);
      }
      if (address.href === frame.dataset.shown) continue;
      frame.dataset.shown = address.href;
      frame.contentWindow.location.replace(address.href);
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
  // A logo is seen in the previews before it is uploaded. The file never leaves the browser for that.
  const file = document.getElementById("file-logo");
  if (!file) return;
  const place = (address) => {
    for (const frame of document.querySelectorAll(".preview iframe")) {
      const logo = frame.contentDocument && frame.contentDocument.querySelector(".app img");
      if (logo) logo.src = address;
    }
  };
  let chosen;
  file.addEventListener("change", () => {
    const first = file.files && file.files[0];
    if (!first || first.size > 5242880) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      chosen = reader.result;
      place(chosen);
    });
    reader.readAsDataURL(first);
  });
  for (const frame of document.querySelectorAll(".preview iframe")) {
    frame.addEventListener("load", () => {
      if (chosen) place(chosen);
    });
  }
})();

// The button beside a text that copies it: without a script there is none, and the text is selected by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  if (!text || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = button.dataset.copied;
    } catch (error) {
      // The browser does not allow it: the text stays selected, for the keyboard.
      getSelection().selectAllChildren(text);
    }
  });
}

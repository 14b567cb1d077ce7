// The button that prints the page: without a script there is none, and the browser's own menu prints.
const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

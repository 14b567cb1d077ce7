// Shows how strong the password is that is being typed, and why it will not do. The server judges, as it does when the form is sent: the form
// works without this script. Shows and hides what was typed, too.
(function () {
  "use strict";
  var field = document.getElementById("new-password"), shown = document.getElementById("new-password-strength");
  if (!field || !shown) return;
  var form = field.form, meter = shown.querySelector("meter"), text = shown.querySelector("span"), button = document.getElementById("show-password");
  var waiting = 0, asked = 0;

  function value(name) {
    var other = form && form.querySelector("input[name=" + name + "]");
    return other ? other.value : "";
  }

  function show(answer) {
    shown.hidden = false;
    meter.value = answer.score;
    text.textContent = answer.reason || answer.label;
    field.setAttribute("aria-invalid", answer.reason ? "true" : "false");
  }

  function ask() {
    var number = ++asked, password = field.value, body = new URLSearchParams();
    if (!password) {
      shown.hidden = true;
      return;
    }
    body.set("form_token", field.getAttribute("data-token"));
    body.set("password", password);
    ["email", "username", "name", "given_name", "family_name"].forEach(function (name) {
      if (value(name)) body.set(name, value(name));
    });
    fetch(field.getAttribute("data-strength"), { method: "POST", body: body, credentials: "same-origin" }).then(function (response) {
      return response.ok ? response.json() : null;
    }).then(function (answer) {
      // An answer about what is no longer in the field says nothing.
      if (answer && number === asked) show(answer);
    }).catch(function () {});
  }

  field.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 300);
  }, false);

  if (!button) return;
  button.hidden = false;
  function reveal(isShown) {
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", isShown ? "true" : "false");
    button.textContent = button.getAttribute(isShown ? "data-hide" : "data-show");
  }
  button.addEventListener("click", function () { reveal(field.type === "password"); }, false);
  // A password that is shown is not kept by browsers as one.
  if (form) form.addEventListener("submit", function () { reveal(false); }, false);
})();

// The key "/" leads to the search field, unless somebody types elsewhere.
(function () {
  "use strict";
  var search = document.getElementById("search");
  if (!search) return;
  search.setAttribute("aria-keyshortcuts", "/");
  document.addEventListener("keydown", function (event) {
    var into = event.target;
    var types = into.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(into.tagName);
    if (event.key !== "/" || types || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
})();

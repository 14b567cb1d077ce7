// Goes on when every app has been told, or after three seconds. Without scripts the page goes on by itself after six.
(function () {
  "use strict";
  var gone = false;
  function go() {
    var next = document.getElementById("continue");
    if (gone || !next) return;
    gone = true;
    window.location.replace(next.href);
  }
  // The page's own load event comes after that of every frame.
  window.addEventListener("load", go, false);
  setTimeout(go, 3000);
})();

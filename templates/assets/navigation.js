// On a phone the navigation is one line, which is scrolled to the present page.
(function () {
  "use strict";
  var here = document.querySelector(".side [aria-current]");
  var side = here && here.closest(".side");
  if (!side || side.scrollWidth <= side.clientWidth) return;
  var middle = side.getBoundingClientRect().left + side.clientWidth / 2;
  var own = here.getBoundingClientRect();
  side.scrollLeft += own.left + own.width / 2 - middle;
})();

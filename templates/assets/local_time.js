// Writes each moment of the page in the zone of the browser, which the server does not know.
(function () {
  "use strict";
  var language = document.documentElement.lang || undefined;
  var format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  document.querySelectorAll("time[datetime]").forEach(function (element) {
    var moment = new Date(element.getAttribute("datetime"));
    if (!isNaN(moment)) element.textContent = format.format(moment);
  });
})();

// Writes each moment of the page in the zone of the browser, which the server does not know.
(function () {
  "use strict";
  // The language of the page as the reader's region writes it: "en-GB" for a page in "en".
  var page = document.documentElement.lang;
  var regional = (navigator.languages || []).filter(function (language) {
    return language.split("-")[0] === page.split("-")[0];
  });
  var format = new Intl.DateTimeFormat(regional[0] || page, { dateStyle: "medium", timeStyle: "short" });
  document.querySelectorAll("time[datetime]").forEach(function (element) {
    var moment = new Date(element.getAttribute("datetime"));
    if (!isNaN(moment)) element.textContent = format.format(moment);
  });
})();

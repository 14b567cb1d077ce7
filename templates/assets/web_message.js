// OAuth 2.0 Web Message Response Mode: hands the response to the page that opened this window or holds this frame, where it is of the
// origin of the redirect URI, and to no other. The page closes the window or removes the frame.
(function () {
  "use strict";
  var response = document.getElementById("response");
  var receiver = window.parent !== window ? window.parent : window.opener;
  if (!receiver) return;
  receiver.postMessage(
    { type: "authorization_response", response: JSON.parse(response.getAttribute("data-response")) },
    response.getAttribute("data-origin")
  );
})();

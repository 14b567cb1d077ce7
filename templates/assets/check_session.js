// OpenID Connect Session Management 3.2: tells a client's page whether its session_state still stands. Plain ECMAScript 5 with a SHA-256
// of its own, because crypto.subtle is asynchronous and missing on http.
(function () {
  "use strict";
  var primes = [], root = [], start = [];
  for (var candidate = 2; primes.length < 64; candidate++) {
    if (primes.every(function (prime) { return candidate % prime !== 0; })) primes.push(candidate);
  }
  function fraction(number) { return ((number - Math.floor(number)) * 4294967296) | 0; }
  primes.forEach(function (prime, index) {
    root.push(fraction(Math.pow(prime, 1 / 3)));
    if (index < 8) start.push(fraction(Math.sqrt(prime)));
  });
  function rotate(word, by) { return (word >>> by) | (word << (32 - by)); }

  function sha256(text) {
    var bytes = unescape(encodeURIComponent(text)).split("").map(function (c) { return c.charCodeAt(0); });
    var length = bytes.length * 8, hash = start.slice(), i, j;
    bytes.push(128);
    while (bytes.length % 64 !== 56) bytes.push(0);
    bytes.push(0, 0, 0, 0, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
    for (i = 0; i < bytes.length; i += 64) {
      var w = [], s = hash.slice();
      for (j = 0; j < 64; j++) {
        if (j < 16) {
          w[j] = (bytes[i + 4 * j] << 24) | (bytes[i + 4 * j + 1] << 16) | (bytes[i + 4 * j + 2] << 8) | bytes[i + 4 * j + 3];
        } else {
          var a = w[j - 15], b = w[j - 2];
          w[j] = (w[j - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)) + w[j - 7] + (rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10))) | 0;
        }
        var one = (s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + root[j] + w[j]) | 0;
        var two = ((rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      for (j = 0; j < 8; j++) hash[j] = (hash[j] + s[j]) | 0;
    }
    return hash.map(function (word) { return ("0000000" + (word >>> 0).toString(16)).slice(-8); }).join("");
  }

  function browserState() {
    var found = /(?:^|; )(?:__(?:Host|Secure)-)?doorward_browser_state=([^;]*)/.exec(document.cookie);
    return found ? found[1] : "";
  }

  window.addEventListener("message", function (event) {
    var text = typeof event.data === "string" ? event.data : "", space = text.lastIndexOf(" "), dot = text.lastIndexOf(".");
    if (!event.source) return;
    // A sign-out leaves the state of no session. Without any state the browser keeps the cookie from this frame, or has not got one:
    // nothing is known about the session, so nothing can be said to have changed.
    var state = browserState();
    if (!state || space < 1 || dot < space || text.length > 1024) {
      event.source.postMessage("error", event.origin);
      return;
    }
    var salt = text.slice(dot + 1);
    var expected = sha256(text.slice(0, space) + " " + event.origin + " " + state + " " + salt) + "." + salt;
    event.source.postMessage(expected === text.slice(space + 1) ? "unchanged" : "changed", event.origin);
  }, false);
})();

// Searches the number that a form has to bring: SHA-256 over a seed and the number begins with so many zero bits. The seed is SHA-256
// over challenge, name and password (none where a mail is asked for). Plain ECMAScript 5 with a SHA-256 of its own, because crypto.subtle is asynchronous and missing on http.
(function () {
  "use strict";
  var proof = document.querySelector("input[name=proof]");
  if (!proof) return;
  var form = proof.form, bits = Number(proof.getAttribute("data-bits")), isWorking = false;
  var primes = [], root = [], start = [], w = new Int32Array(64);
  for (var candidate = 2; primes.length < 64; candidate++) {
    if (primes.every(function (prime) { return candidate % prime !== 0; })) primes.push(candidate);
  }
  function fraction(number) { return ((number - Math.floor(number)) * 4294967296) | 0; }
  primes.forEach(function (prime, index) {
    root.push(fraction(Math.pow(prime, 1 / 3)));
    if (index < 8) start.push(fraction(Math.sqrt(prime)));
  });
  root = new Int32Array(root);
  function rotate(word, by) { return (word >>> by) | (word << (32 - by)); }

  // One block, whose sixteen words are in w, into the eight words of the hash.
  function compress(hash) {
    var a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7], i, x, y, one, two;
    for (i = 16; i < 64; i++) {
      x = w[i - 15];
      y = w[i - 2];
      w[i] = (w[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + w[i - 7] + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) | 0;
    }
    for (i = 0; i < 64; i++) {
      one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + root[i] + w[i]) | 0;
      two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    hash[0] = (hash[0] + a) | 0; hash[1] = (hash[1] + b) | 0; hash[2] = (hash[2] + c) | 0; hash[3] = (hash[3] + d) | 0;
    hash[4] = (hash[4] + e) | 0; hash[5] = (hash[5] + f) | 0; hash[6] = (hash[6] + g) | 0; hash[7] = (hash[7] + h) | 0;
  }

  function sha256(text) {
    var bytes = unescape(encodeURIComponent(text)).split("").map(function (c) { return c.charCodeAt(0); });
    var length = bytes.length * 8, hash = new Int32Array(start), i, j;
    bytes.push(128);
    while (bytes.length % 64 !== 56) bytes.push(0);
    bytes.push(0, 0, 0, 0, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255);
    for (i = 0; i < bytes.length; i += 64) {
      for (j = 0; j < 16; j++) {
        w[j] = (bytes[i + 4 * j] << 24) | (bytes[i + 4 * j + 1] << 16) | (bytes[i + 4 * j + 2] << 8) | bytes[i + 4 * j + 3];
      }
      compress(hash);
    }
    return hash;
  }

  // Whether the hash over seed and number begins with enough zero bits.
  function fits(seed, number) {
    var hash = new Int32Array(start), i;
    for (i = 0; i < 8; i++) w[i] = seed[i];
    w[8] = 0;
    w[9] = number | 0;
    w[10] = 1 << 31;
    for (i = 11; i < 15; i++) w[i] = 0;
    w[15] = 320;
    compress(hash);
    return bits <= 32 && (bits === 0 || hash[0] >>> (32 - bits) === 0);
  }

  function value(name) {
    var field = form.querySelector("input[name=" + name + "]");
    return field ? field.value : "";
  }

  // The button that was pressed: a script that sends the form names it itself. Asking for a mail needs no password.
  var pressed = null;
  form.addEventListener("click", function (event) {
    if (event.target.type === "submit") pressed = event.target;
  }, false);

  function send() {
    if (pressed && pressed.name) {
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = pressed.name;
      field.value = pressed.value;
      form.appendChild(field);
    }
    form.submit();
  }

  form.addEventListener("submit", function (event) {
    pressed = event.submitter || pressed;
    var isMail = pressed && pressed.name === "by", password = isMail ? "" : value("password");
    if (!password && !isMail && form.querySelector("input[name=password]")) return;
    event.preventDefault();
    if (isWorking) return;
    isWorking = true;
    document.getElementById("proving").hidden = false;
    var name = value("offer") || value("username") || value("email") || value("as") || value("ticket"), number = 0;
    var seed = sha256(value("challenge") + "\u0000" + name + "\u0000" + password);
    (function search() {
      for (var end = number + 20000; number < end; number++) {
        if (fits(seed, number)) {
          proof.value = String(number);
          send();
          return;
        }
      }
      setTimeout(search, 0);
    })();
  }, false);
  // Back by the browser's button: the form can be sent again.
  window.addEventListener("pageshow", function () {
    isWorking = false;
    var named = form.querySelector("input[type=hidden][name=by]");
    if (named) form.removeChild(named);
  }, false);
})();

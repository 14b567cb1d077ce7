// Passkeys. A form with data-passkey holds the options of a ceremony; its answer goes into the field
// "passkey", and the form is sent as any other. Without a script, or where the browser knows no
// passkeys, such a form stays hidden, and what else the page offers works.

const fromBase64 = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0)).buffer;
};

const toBase64 = (buffer) => {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withIds = (list) => (list || []).map((each) => ({ ...each, id: fromBase64(each.id) }));

const creationOptions = (options) => ({
  ...options,
  challenge: fromBase64(options.challenge),
  user: { ...options.user, id: fromBase64(options.user.id) },
  excludeCredentials: withIds(options.excludeCredentials),
});

const requestOptions = (options) => ({
  ...options,
  challenge: fromBase64(options.challenge),
  allowCredentials: withIds(options.allowCredentials),
});

const answerOf = (credential) => {
  const { response } = credential;
  const answer = {
    id: credential.id,
    rawId: toBase64(credential.rawId),
    type: credential.type,
    extensions: {},
    response: { clientDataJSON: toBase64(response.clientDataJSON) },
  };
  if (response.attestationObject) {
    answer.response.attestationObject = toBase64(response.attestationObject);
    answer.response.transports = response.getTransports ? response.getTransports() : [];
  } else {
    answer.response.authenticatorData = toBase64(response.authenticatorData);
    answer.response.signature = toBase64(response.signature);
    answer.response.userHandle = response.userHandle ? toBase64(response.userHandle) : null;
  }
  return JSON.stringify(answer);
};

// By its name alone: form.elements also finds what has the name as its id, such as a button.
const named = (form, name) => form.querySelector(`input[name="${name}"]`);

let waiting = null;

// One ceremony at a time: a new one ends the one that waits in the background.
const run = async (form, extra) => {
  if (waiting) {
    waiting.abort();
  }
  waiting = new AbortController();
  const options = JSON.parse(form.dataset.options);
  const request = { signal: waiting.signal, ...extra };
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ ...request, publicKey: creationOptions(options) })
      : await navigator.credentials.get({ ...request, publicKey: requestOptions(options) });
  if (!credential) {
    return;
  }
  named(form, "passkey").value = answerOf(credential);
  const remember = document.querySelector("form:not([data-passkey]) input[name=remember]");
  if (remember && remember.checked && named(form, "remember")) {
    named(form, "remember").value = "yes";
  }
  form.submit();
};

const make = async (form, options) => {
  const credential = await navigator.credentials.create({ publicKey: creationOptions(options) });
  named(form, "passkey").value = answerOf(credential);
  form.submit();
};

const tell = (form, isShown) => {
  const problem = form.querySelector("[data-problem]");
  if (problem) {
    problem.hidden = !isShown;
  }
};

const prepare = async (form) => {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (named(form, "passkey").value || (event.submitter && event.submitter.name)) {
      return;
    }
    event.preventDefault();
    tell(form, false);
    run(form, {}).catch(() => tell(form, true));
  });
  if (form.dataset.passkey === "conditional" && PublicKeyCredential.isConditionalMediationAvailable) {
    if (await PublicKeyCredential.isConditionalMediationAvailable()) {
      run(form, { mediation: "conditional" }).catch(() => {});
    }
  }
  if (form.dataset.conditional === "create" && PublicKeyCredential.getClientCapabilities) {
    const capabilities = await PublicKeyCredential.getClientCapabilities();
    if (capabilities.conditionalCreate) {
      run(form, { mediation: "conditional" }).catch(() => {});
    }
  }
};

// A page that offers a passkey or a password: one of them at a time, the passkey first where the device
// can make one. Without a script the password is there alone.
const choose = async (passkey) => {
  const { form } = passkey.querySelector("input");
  const password = form.querySelector("[data-choice=password]");
  const field = password.querySelector("input");
  const show = (byPasskey) => {
    passkey.hidden = !byPasskey;
    password.hidden = byPasskey;
    field.disabled = byPasskey;
  };
  form.querySelectorAll("[data-choose]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      show(button.dataset.choose === "passkey");
      if (!password.hidden) {
        field.focus();
      }
    });
  });
  form.addEventListener("submit", (event) => {
    if (passkey.hidden || named(form, "passkey").value) {
      return;
    }
    event.preventDefault();
    tell(passkey, false);
    if (form.reportValidity()) {
      const options = JSON.parse(passkey.dataset.options);
      options.user.displayName = form.elements.name.value;
      make(form, options).catch(() => tell(passkey, true));
    }
  });
  passkey.querySelector("[data-make]").addEventListener("click", () => form.requestSubmit());
  const isAble = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  show(isAble && !("last" in passkey.dataset));
};

// The password manager hears which passkeys are known here, and forgets the others.
const signal = (element) => {
  const { all, unknown } = element.dataset;
  if (all && PublicKeyCredential.signalAllAcceptedCredentials) {
    PublicKeyCredential.signalAllAcceptedCredentials(JSON.parse(all)).catch(() => {});
  }
  if (unknown && PublicKeyCredential.signalUnknownCredential) {
    PublicKeyCredential.signalUnknownCredential(JSON.parse(unknown)).catch(() => {});
  }
};

// The form of a password says that a passkey can be offered.
const canMake = async () => {
  const field = document.querySelector("form:not([data-passkey]) input[name=passkeys]");
  if (field && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) {
    field.value = "yes";
  }
};

if (window.PublicKeyCredential && navigator.credentials) {
  canMake().catch(() => {});
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelectorAll("[data-passkeys]").forEach(signal);
  document.querySelectorAll("[data-choice=passkey]").forEach((passkey) => choose(passkey).catch(() => {}));
}

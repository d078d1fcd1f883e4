// Asks the browser for a passkey or security key, for the account pages only. Forms say what they want in a JSON element
// `script[data-allauth-onload]` that names the fields; nothing is loaded from elsewhere.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const identified = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  async function create(options, passwordless) {
    const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    publicKey.excludeCredentials = identified(publicKey.excludeCredentials);
    if (passwordless !== undefined) {
      const kind = passwordless ? { residentKey: "required", requireResidentKey: true, userVerification: "required" } : { residentKey: "discouraged", requireResidentKey: false };
      publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...kind };
    }
    const made = await navigator.credentials.create({ publicKey });
    return {
      type: made.type, id: made.id, rawId: text(made.rawId), authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
  }

  async function get(options) {
    const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    publicKey.allowCredentials = identified(publicKey.allowCredentials);
    const made = await navigator.credentials.get({ publicKey });
    return {
      type: made.type, id: made.id, rawId: text(made.rawId), clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(made.response.clientDataJSON), authenticatorData: text(made.response.authenticatorData),
        signature: text(made.response.signature), userHandle: made.response.userHandle ? text(made.response.userHandle) : null,
      },
    };
  }

  const by = (id) => document.getElementById(id);
  const stated = (wish) => JSON.parse(by(wish.ids.data).textContent);
  const asked = async (form) => (await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()).request_options;

  function send(button, wish, ask) {
    const field = by(wish.ids.credential);
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        field.value = JSON.stringify(await ask(field.form));
        field.form.submit();
      } catch (error) {
        if (error.name !== "NotAllowedError") console.error(error);
      }
    });
  }

  const KINDS = {
    addForm: (wish) => send(by(wish.ids.add), wish, () => create(stated(wish).creation_options, Boolean(by(wish.ids.passwordless) && by(wish.ids.passwordless).checked))),
    signupForm: (wish) => send(by(wish.ids.signup), wish, () => create(stated(wish).creation_options)),
    authenticateForm: (wish) => send(by(wish.ids.authenticate), wish, () => get(stated(wish).request_options)),
    loginForm: (wish) => send(by(wish.ids.login), wish, async (form) => get(await asked(form))),
  };
  for (const element of document.querySelectorAll("script[data-allauth-onload]")) {
    const kind = KINDS[element.dataset.allauthOnload.split(".").pop()];
    if (kind) kind(JSON.parse(element.textContent));
  }
})();

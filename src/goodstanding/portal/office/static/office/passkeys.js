// Talks to passkeys and security keys: the only thing in the office that a page cannot do without a script.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const described = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function add(options, alone) {
  const asked = { ...options.publicKey };
  asked.challenge = bytes(asked.challenge);
  asked.user = { ...asked.user, id: bytes(asked.user.id) };
  asked.excludeCredentials = described(asked.excludeCredentials);
  asked.authenticatorSelection = { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged" };
  asked.authenticatorSelection.requireResidentKey = alone;
  if (alone) asked.authenticatorSelection.userVerification = "required";
  const made = await navigator.credentials.create({ publicKey: asked });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function use(options) {
  const asked = { ...options.publicKey };
  asked.challenge = bytes(asked.challenge);
  asked.allowCredentials = described(asked.allowCredentials);
  const used = await navigator.credentials.get({ publicKey: asked });
  const handle = used.response.userHandle;
  return answer(used, {
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: handle ? text(handle) : null,
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}

async function challenge(form) {
  const found = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!found.ok) throw new Error(String(found.status));
  return (await found.json()).request_options;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[type=button]");
  const failed = form.querySelector("[data-passkey-error]");
  const kind = form.dataset.passkey;
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const options = kind === "sign-in" ? await challenge(form) : JSON.parse(form.dataset.options);
      const alone = form.querySelector("[name=passwordless]");
      const said = kind === "add" ? await add(options, Boolean(alone && alone.checked)) : await use(options);
      form.querySelector("[name=credential]").value = JSON.stringify(said);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

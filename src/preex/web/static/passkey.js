// Passkeys: asks the browser for one, and sends what it says with the form. Forms without it stay hidden.
// <form data-passkey="get|create" data-options="address, or id of an element that holds them"> with <input name="credential">

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Options as JSON has them -> as the browser takes them (WebAuthn, section 5.1). */
function taken(options) {
  const decoded = { ...options, challenge: bytes(options.challenge) };
  if (options.user) decoded.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) decoded[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return decoded;
}

/** What the browser answers -> as JSON has it. */
function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function optionsOf(form) {
  const held = document.getElementById(form.dataset.options);
  if (held) return JSON.parse(held.textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const wrong = form.querySelector("[data-wrong]");
  wrong.hidden = true;
  try {
    const options = await optionsOf(form);
    const asked = options.creation_options ?? options.request_options;
    const publicKey = taken(asked.publicKey);
    if (form.dataset.passkey === "create") {
      // A passkey, not a second factor alone: the device keeps it, and asks who is there.
      Object.assign((publicKey.authenticatorSelection ??= {}), {
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      });
    }
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(told(credential));
    form.submit();
  } catch {
    wrong.hidden = false; // cancelled, too slow, or no passkey for this address: browsers do not say which
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const possible = "credentials" in navigator && "PublicKeyCredential" in window;
  form.hidden = !possible;
  document.querySelector("[data-no-passkey]")?.toggleAttribute("hidden", possible);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}

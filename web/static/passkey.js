"use strict";
// Forms with data-passkey ask the browser for a passkey (create or get) and carry its
// answer to the server as any form does. boot.js fetches this where there is such a form.
(() => {
  const raw = s => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const text = b => b && btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const listed = some => some?.map(c => ({ ...c, id: raw(c.id) }));

  // dialogue is the browser's own: what it asks for and says is bytes there, and text here.
  async function dialogue(kind, o) {
    o.challenge = raw(o.challenge);
    if (o.user) o.user.id = raw(o.user.id);
    o.excludeCredentials = listed(o.excludeCredentials) ?? [];
    o.allowCredentials = listed(o.allowCredentials) ?? [];
    const key = await navigator.credentials[kind]({ publicKey: o }), r = key.response;
    return JSON.stringify({
      id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(),
      authenticatorAttachment: key.authenticatorAttachment ?? undefined,
      response: {
        clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject), transports: r.getTransports?.(),
        authenticatorData: text(r.authenticatorData), signature: text(r.signature), userHandle: text(r.userHandle) ?? undefined,
      },
    });
  }

  const busy = new WeakSet();
  document.addEventListener("submit", async e => {
    const f = e.target, words = f.dataset, say = f.querySelector("[role=status]");
    if (!words?.passkey || !window.PublicKeyCredential) return; // the server says what else there is
    e.preventDefault();
    if (busy.has(f)) return;
    busy.add(f);
    try {
      const [command, ceremony, answer] = ["command", "ceremony", "answer"].map(name => f.elements.namedItem(name));
      say.textContent = words.wait;
      const asked = await fetch(f.getAttribute("action") + "/options", { method: "POST", body: new URLSearchParams({ command: command.value }) });
      if (asked.ok) {
        const got = await asked.json();
        answer.value = await dialogue(words.passkey, got.options);
        ceremony.value = got.ceremony;
      }
      HTMLFormElement.prototype.submit.call(f); // where it was refused, the server says why
    } catch (failed) {
      say.textContent = failed.name == "InvalidStateError" ? words.twice : failed instanceof TypeError ? words.lost : words.stopped;
    } finally {
      busy.delete(f);
    }
  }, true);
})();

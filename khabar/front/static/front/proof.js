// While a flood of comments lasts: solves what the form carries (ALTCHA, PoW v2) as its reader
// writes. Where that cannot be, the comment goes without, and is looked at before it appears.

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve({ parameters, signature }) {
  const { nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const random = bytesOf(nonce);
  const password = new Uint8Array(random.length + 4);
  password.set(random);
  const place = new DataView(password.buffer);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; counter <= 0xffffffff; counter += 1) {
    place.setUint32(random.length, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) {
      return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter, derivedKey } }));
    }
  }
  return "";
}

function proving(form) {
  const field = form.querySelector("[data-proof]");
  const waits = form.querySelector("[data-proof-waits]");
  const button = form.querySelector("button[type=submit]");
  let done = false;
  let asked = false;
  const proof = solve(JSON.parse(form.dataset.challenge))
    // Without a secure connection a browser has nothing to calculate with.
    .catch(() => "")
    .then((found) => {
      field.value = found;
      done = true;
    });
  form.addEventListener("submit", (event) => {
    if (!done) event.preventDefault();
    if (done || asked) return;
    asked = true;
    waits.hidden = false;
    button.disabled = true;
    proof.then(() => {
      waits.hidden = true;
      button.disabled = false;
      form.requestSubmit(button);
    });
  });
}

for (const form of document.querySelectorAll("form[data-challenge]")) proving(form);

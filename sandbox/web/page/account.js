/** Offers what the sandbox was started with. */

const { emailCodes, passkeys, totp } = await (await fetch('/sandbox/facts.json')).json();
const account = document.querySelector('chordian-account');
document.querySelector('chordian-auth').toggleAttribute('email-code', emailCodes);
account.toggleAttribute('passkeys', passkeys);
account.toggleAttribute('totp', totp);

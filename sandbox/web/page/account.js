/** Offers what the sandbox was started with. */

const { emailCodes, passkeys, totp } = await (await fetch('/sandbox/facts.json')).json();
const signIn = document.querySelector('chordian-auth');
const account = document.querySelector('chordian-account');
signIn.toggleAttribute('email-code', emailCodes);
signIn.toggleAttribute('passkeys', passkeys);
account.toggleAttribute('passkeys', passkeys);
account.toggleAttribute('totp', totp);

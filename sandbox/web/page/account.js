/** Sets the attributes of the elements as the options of the sandbox say. */

const { emailCodes, passkeys, totp } = await (await fetch('/sandbox/facts.json')).json();
const signIn = document.querySelector('chordian-auth');
const account = document.querySelector('chordian-account');
signIn.toggleAttribute('email-code', emailCodes);
signIn.toggleAttribute('passkeys', passkeys);
account.toggleAttribute('passkeys', passkeys);
account.toggleAttribute('totp', totp);

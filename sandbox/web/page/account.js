/** Offers what the sandbox was started with. */

const { emailCodes, totp } = await (await fetch('/sandbox/facts.json')).json();
document.querySelector('chordian-auth').toggleAttribute('email-code', emailCodes);
document.querySelector('chordian-account').toggleAttribute('totp', totp);

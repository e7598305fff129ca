/** Offers what the sandbox was started with. */

const { offers } = await (await fetch('/sandbox/facts.json')).json();
document.querySelector('chordian-auth').toggleAttribute('email-code', offers.emailCodes);
document.querySelector('chordian-account').toggleAttribute('totp', offers.totp);

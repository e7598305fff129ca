/** Offers the ways to sign in that the sandbox was started with. */

const { emailCodes } = await (await fetch('/sandbox/facts.json')).json();
document.querySelector('chordian-auth').toggleAttribute('email-code', emailCodes);

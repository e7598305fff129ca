// The theme that the reader has chosen on the rest of the site.
const appearance = localStorage.getItem('vitepress-theme-appearance') ?? 'auto';
const dark =
  appearance === 'dark' ||
  (appearance === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.classList.toggle('dark-mode', dark);

// Requests go to the origin that serves this page. Only the sandbox serves the API as well.
const isSandbox = ['localhost', '127.0.0.1'].includes(location.hostname);

SwaggerUIBundle({
  dom_id: '#api',
  url: '/openapi.json',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  ...(isSandbox ? {} : { supportedSubmitMethods: [] }),
  // The page must not ask another host to validate the document.
  validatorUrl: null,
});

const NAMES = { servers: 'Server' };
const REGIONS = { 'information-container': 'About the API', 'scheme-container': 'Servers' };

/** Corrects what Swagger UI renders for assistive technology. It has no options for this. */
function correct() {
  for (const select of document.querySelectorAll('#api select:not([aria-label])')) {
    const isExample = select.classList.contains('examples-select-element');
    select.ariaLabel = NAMES[select.id] ?? (isExample ? 'Example' : 'Media type');
  }
  // Swagger UI leaves out the second level of headings.
  for (const heading of document.querySelectorAll('#api :is(h3, h4, h5):not([aria-level])')) {
    heading.ariaLevel = String(Number(heading.tagName.slice(1)) - 1);
  }
  for (const [className, label] of Object.entries(REGIONS)) {
    const region = document.querySelector(`#api .${className}:not([role])`);
    if (region) Object.assign(region, { role: 'region', ariaLabel: label });
  }
  // A link in a button has no function of its own: the button also opens the operation.
  for (const link of document.querySelectorAll('#api button a[href]')) link.removeAttribute('href');
}

new MutationObserver(correct).observe(document.getElementById('api'), {
  childList: true,
  subtree: true,
});

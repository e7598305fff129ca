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

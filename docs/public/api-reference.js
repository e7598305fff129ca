// The theme that the rest of the site has remembered.
const appearance = localStorage.getItem('vitepress-theme-appearance') ?? 'auto';
const dark =
  appearance === 'dark' ||
  (appearance === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);

Scalar.createApiReference('#api', {
  url: '/openapi.json',
  forceDarkModeState: dark ? 'dark' : 'light',
  hideDarkModeToggle: true,
  // Nothing from elsewhere: no fonts, no proxy, no telemetry, no agent.
  withDefaultFonts: false,
  proxyUrl: '',
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
});

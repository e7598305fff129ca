import { defineConfig } from 'vitepress';
import { withFacts } from './facts.ts';
import { nav, sidebar } from './navigation.ts';
import { vendorSwaggerUi } from './vendor.ts';

vendorSwaggerUi();

export default defineConfig({
  title: 'Chordian Auth',
  description:
    'Serverless authentication on AWS: Cognito behind Lambda, one error envelope for every failure.',
  lang: 'en',
  cleanUrls: true,
  // Keeps the map of page hashes out of an inline script, which a Content-Security-Policy would
  // have to allow anew for every build.
  metaChunk: true,
  srcExclude: ['samples/**', 'generated/**'],
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  markdown: {
    // Prose holds no markup, so `<token>` in a sentence is text and cannot break a page.
    html: false,
    // The default themes have too little contrast on the background of a sample.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      markdown.core.ruler.before('normalize', 'facts', (state) => {
        state.src = withFacts(state.src);
      });
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav,
    sidebar,
    outline: 'deep',
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
});

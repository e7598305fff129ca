import { defineConfig } from 'vitepress';
import { insertFacts } from './facts.ts';
import { nav, sidebar } from './navigation.ts';
import { vendorSwaggerUi } from './vendor.ts';

vendorSwaggerUi();

export default defineConfig({
  title: 'Chordian Auth',
  description:
    'Serverless authentication on AWS: Cognito behind Lambda, one error envelope for every failure.',
  lang: 'en',
  cleanUrls: true,
  // Writes the map of page hashes to a file. As an inline script, it would need a new hash in the
  // Content-Security-Policy for every build.
  metaChunk: true,
  srcExclude: ['samples/**', 'generated/**'],
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  markdown: {
    // Pages contain no HTML, so `<token>` in a sentence is text and cannot break a page.
    html: false,
    // The default themes have too little contrast on the background of a sample.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      markdown.core.ruler.before('normalize', 'facts', (state) => {
        state.src = insertFacts(state.src);
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

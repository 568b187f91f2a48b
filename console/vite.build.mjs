/** The console: one page, its script and its style sheet, each with a content hash in its name. */
export const builds = [
  {
    base: '/console/',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2022',
      // Everything stays a file of its own: the content security policy knows only 'self', so no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
];

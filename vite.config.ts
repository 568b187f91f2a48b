import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { packLanguages } from './widget/scripts/pack-languages.mjs';
import { phoneMetadata } from './widget/scripts/phone-metadata.mjs';
import { recaptchaOnPreact } from './widget/scripts/recaptcha-on-preact.mjs';

/** What is waited for is always named; how long it may take is the machine's business. */
const patient = { poll: { timeout: 15_000 } };

/** They put something else in the place of a module, which no other file may find there. */
const MOCKING = ['widget/test/launcher/widget.test.ts', 'widget/test/ways-in/components.test.ts'];

const widgetTests = (
  name: string,
  files: { include: string[]; exclude?: string[]; isolate?: boolean },
): TestProjectInlineConfiguration => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [packLanguages(), phoneMetadata(), recaptchaOnPreact()],
  test: {
    ...files,
    name,
    environment: 'happy-dom',
    setupFiles: './widget/test/fresh-page.ts',
    testTimeout: 30_000,
    expect: patient,
    // Left to Node, it would get the real React.
    server: { deps: { inline: ['react-google-recaptcha-v3'] } },
  },
});

/** The test projects. What is built, and into what, is in scripts/build.mjs. */
export default defineConfig({
  test: {
    // Much of a test's time is waiting, for PostgreSQL most of all: more files at once than cores.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      { test: { name: 'service-worker', include: ['service-worker/test/**/*.test.ts'], environment: 'node' } },
      { test: { name: 'mobile-bridge', include: ['mobile-bridge/test/**/*.test.ts'], environment: 'node' } },
      { test: { name: 'contract', include: ['contract/{src,test}/**/*.test.ts'], environment: 'node' } },
      // The global setup offers one real PostgreSQL to all files: test/postgres.ts.
      {
        test: {
          name: 'backend',
          include: ['backend/{src,test}/**/*.test.ts'],
          environment: 'node',
          globalSetup: './backend/test/postgres-server.ts',
          // A hundred files import the same half of the backend: read once by each worker. No file changes a module or the environment.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: patient,
        },
      },
      // Sixty files read the same sources: once by each worker, which takes a third of the time.
      widgetTests('widget', {
        include: ['widget/{src,test}/**/*.test.{ts,tsx}'],
        exclude: [...configDefaults.exclude, ...MOCKING],
        isolate: false,
      }),
      widgetTests('widget-mocks', { include: MOCKING }),
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: {
          name: 'console',
          include: ['console/{src,test}/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          isolate: false,
          setupFiles: './widget/test/fresh-page.ts',
          testTimeout: 30_000,
          expect: patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: './backend/test/postgres-server.ts',
          // One browser for all files of a worker: support/browser.ts. No file changes a module or the environment.
          isolate: false,
          testTimeout: 120_000,
          expect: patient,
          hookTimeout: 180_000,
          // A browser and a server of its own each: two of them keep two cores busy. After the others, which are many and short.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

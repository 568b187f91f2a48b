// A process of its own that starts the embedded database, so that tests can kill it. Says one line of JSON, stops when its input ends.
import { runnerImport } from 'vite';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const entry = new URL('../../src/storage/embedded-postgres.ts', import.meta.url).pathname;
const { module } = await runnerImport(decodeURI(entry), { configFile: false, logLevel: 'error' });

try {
  const { url, home, adopted, notes, stop } = await module.startEmbeddedPostgres({ dataDir: process.argv[2], log: silent });
  console.log(JSON.stringify({ url, home, adopted, notes }));
  process.stdin.resume().once('end', () => void stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ problem: error.name === 'DatabaseProblem' ? error.message : String(error.stack) }));
  process.exit(1);
}

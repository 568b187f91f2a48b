// A process of its own that starts the embedded database, so that tests can kill it. Says one line of JSON, stops when its input ends.
import { pathToFileURL } from 'node:url';

const [bundle, dataDir] = process.argv.slice(2);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const { startEmbeddedPostgres } = await import(pathToFileURL(bundle).href);

try {
  const { url, home, adopted, notes, stop } = await startEmbeddedPostgres({ dataDir, log: silent });
  console.log(JSON.stringify({ url, home, adopted, notes }));
  process.stdin.resume().once('end', () => void stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ problem: error.name === 'DatabaseProblem' ? error.message : String(error.stack) }));
  process.exit(1);
}

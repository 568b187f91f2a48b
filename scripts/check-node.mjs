import { readFileSync } from 'fs';

const wanted = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node.replace(/[^\d.]/g, '');
const isOlder = (version, than) => {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
};

/** Ends the process with a sentence if this Node is too old. Written for any Node that knows modules. */
export function checkNode() {
  if (!isOlder(process.versions.node, wanted)) return;
  console.error(
    `Ringback needs Node ${wanted} or newer; this is Node ${process.versions.node}. Install a current version from https://nodejs.org and start again.`,
  );
  process.exit(1);
}

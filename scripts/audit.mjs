// Asks the package registry for known holes in what we ship: high and critical ones fail. Where nobody can be asked it says so, and what to do;
// with --strict that fails, too. --stdin judges an answer that is given instead of asking.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Known holes of packages that are not as they sound here, each with its reason: `{ "GHSA-...": "why it does not touch us" }`. */
const ACCEPTED = {};
const SERIOUS = ['high', 'critical'];

/** What `npm audit --json` printed, as a verdict. `failed`: something serious; `unasked`: no answer; else clean. */
function judgeAudit(printed) {
  let report;
  try {
    report = JSON.parse(printed);
  } catch {
    return { kind: 'unasked', reason: 'npm audit gave no readable answer' };
  }
  if (report.error || report.message || !report.vulnerabilities)
    return { kind: 'unasked', reason: report.error?.summary || report.message || 'the answer has no list of holes' };
  const holes = Object.values(report.vulnerabilities)
    .filter(({ severity }) => SERIOUS.includes(severity))
    .flatMap(({ name, severity, via }) =>
      via
        .filter((one) => typeof one === 'object')
        .map(({ title, url }) => ({ name, severity, title, url, id: String(url).split('/').at(-1) })),
    )
    .filter(({ id }) => !(id in ACCEPTED));
  const { prod: packages } = report.metadata?.dependencies ?? {};
  return holes.length > 0 ? { kind: 'failed', holes } : { kind: 'clean', packages };
}

const ask = () =>
  spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000, shell: process.platform === 'win32' }).stdout ??
  '';

function main() {
  const verdict = judgeAudit(process.argv.includes('--stdin') ? readFileSync(0, 'utf8') : ask());
  switch (verdict.kind) {
    case 'clean':
      return console.log(`asked: no high or critical hole is known in the ${verdict.packages ?? ''} packages that ship`);
    case 'unasked':
      // Not a failure: the sources are no worse for a registry that can't be reached.
      console.log(
        `NOT ASKED: ${String(verdict.reason)
          .split('\n')[0]
          .replaceAll(/ - \w+ https?:\S+|https?:\S+/g, '')}. Run it where npm audit works before a release.`,
      );
      if (process.argv.includes('--strict')) process.exitCode = 1;
      return;
    case 'failed':
      for (const { name, severity, title, url } of verdict.holes) console.error(`${name}: ${severity}: ${title} (${url})`);
      process.exitCode = 1;
  }
}

main();

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const metadata = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('libphonenumber-js/metadata.min.json'), 'utf8'));
const LOADER = /[\\/]phone[\\/]load-metadata\.ts$/;
/** Where a region's entry tells its number types. They serve to tell regions of one code apart, of which there is one here. */
const TYPES = 11;

const shardOf = ([code, [main]]) => ({
  version: metadata.version,
  country_calling_codes: { [code]: [main] },
  countries: { [main]: metadata.countries[main].map((part, at) => (at === TYPES ? 0 : part)) },
});

/**
 * The rules of each calling code as metadata of its own, which knows the main region alone: the library keeps with it the formats of
 * all regions that share the code.
 */
export const phoneShards = Object.fromEntries(
  Object.entries(metadata.country_calling_codes)
    .filter(([, [main]]) => /^[A-Z]{2}$/.test(main))
    .map((entry) => [entry[0], shardOf(entry)]),
);

/** Written out one by one, or the bundlers of sites would not find the files; with one hash for all, which compresses to little. */
const loaderOf = (names) =>
  `const files = {${[...names].map(([code, name]) => `${code}: () => import('./${name}')`).join()}};
export const loadMetadata = async (code) => (await files[code]()).default;`;

const inOneModule = () => `const shards = ${JSON.stringify(phoneShards)};
export const loadMetadata = async (code) => shards[code];`;

/**
 * Vite plugin: what `src/phone/load-metadata.ts` loads. A build writes one file a calling code beside the chunks, all named by one hash
 * of their content. Tests and the gallery get the same shards in one module.
 */
export function phoneMetadata() {
  const sources = new Map(Object.entries(phoneShards).map(([code, shard]) => [code, `export default ${JSON.stringify(shard)}`]));
  const hash = createHash('sha256')
    .update([...sources.values()].join('\n'))
    .digest('hex')
    .slice(0, 7);
  const names = new Map([...sources.keys()].map((code) => [code, `phone-${code}-${hash}.mjs`]));
  let isBuild = false;
  return {
    name: 'phone-metadata',
    enforce: 'pre',
    configResolved({ command }) {
      isBuild = command === 'build';
    },
    resolveId(source) {
      return source.endsWith(`-${hash}.mjs`) ? { id: source, external: true } : undefined;
    },
    load(id) {
      if (!LOADER.test(id)) return undefined;
      if (!isBuild) return { code: inOneModule(), moduleType: 'js' };
      for (const [code, source] of sources) this.emitFile({ type: 'asset', fileName: names.get(code), source });
      return { code: loaderOf(names), moduleType: 'js' };
    },
  };
}

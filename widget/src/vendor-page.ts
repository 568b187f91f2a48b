/* What only pages with the vendor's snippet ask for. */
import type { Bus } from './bus/bus-types.js';
import { guarded } from './bus/deferred.js';
import type { Environment } from './environment.js';
import type { VendorPage } from './load-panel.js';
import { createCommon } from './plugins/common/create-common.js';
import { elementQuery } from './ui/element-set.js';

const NO_JQUERY = 'the page brings no jQuery, so its first argument finds and changes elements, and can do no more';

/**
 * Runs the page's extensions; one that fails stops nobody else.
 * @returns a promise for each that is a file to load, which never rejects
 */
export function runExtensions(page: VendorPage, bus: Bus, environment: Environment): Promise<void>[] {
  const { global, warn } = environment;
  page.bus = bus;
  page.common ??= createCommon(environment);
  const jQuery = global['jQuery'] ?? elementQuery(environment.document);
  const files: Promise<void>[] = [];
  for (const [name, extension] of Object.entries(page.extensions ?? {})) {
    const isFile = typeof extension === 'string';
    const run = () => (isFile ? bus.loadFile(extension) : extension(jQuery, bus, page.common));
    const done = guarded(run, (cause) => warn(`Extension ${name} failed${global['jQuery'] || isFile ? '' : `; ${NO_JQUERY}`}`, cause));
    if (isFile) files.push(done);
  }
  return files;
}

import type { Endpoint, EndpointName } from '@ringback/contract';

/** An endpoint and its name in the contract's table. */
export interface NamedEndpoint {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
}

/**
 * Which endpoint serves a path that is written plainly (no percent-encoding), without the router's parsing. Knows paths as they stand and those
 * whose last part alone is a parameter. Undefined: perhaps another, perhaps none.
 */
export function endpointFinder(all: readonly NamedEndpoint[]): (method: string, path: string) => NamedEndpoint | undefined {
  const whole = new Map<string, NamedEndpoint>();
  const upToLast = new Map<string, NamedEndpoint>();
  const folders = new Set(all.map(({ endpoint }) => endpoint.path).flatMap((path) => (path.includes('{') ? [] : [folderOf(path)])));
  for (const one of all) {
    const { method, path } = one.endpoint;
    const before = /^([^{]*\/)\{[^/]+\}$/.exec(path)?.[1];
    // Where a path could be taken for either, the router decides.
    if (before !== undefined && !folders.has(before)) upToLast.set(`${method} ${before}`, one);
    else if (!path.includes('{')) whole.set(`${method} ${path}`, one);
  }
  return (method, path) => whole.get(`${method} ${path}`) ?? upToLast.get(`${method} ${folderOf(path)}`);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

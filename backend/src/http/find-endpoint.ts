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
export function endpointFinder<One extends NamedEndpoint>(all: readonly One[]): (method: string, path: string) => One | undefined {
  const whole = new Map<string, One>();
  const upToLast = new Map<string, One>();
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

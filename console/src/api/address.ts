/** What an endpoint's address is filled in with. */
export interface Place {
  /** For `{name}`. */
  readonly name?: string;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
}

/** The address of one request. Names come from people, so they are escaped. */
export function addressOf(path: string, { name, query = {} }: Place): string {
  const filled = path.replace('{name}', encodeURIComponent(name ?? ''));
  const words = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
  return words.size > 0 ? `${filled}?${words}` : filled;
}

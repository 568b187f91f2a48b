/** Longest text of one payload, in characters. */
const LONGEST = 4000;

/** A payload as text, at the moment it is seen: objects change, hold each other, or hold parts of the page. Never throws. */
export function describePayload(payload: unknown): string {
  if (payload === undefined) return '';
  const above: object[] = [];
  function replace(this: unknown, _key: string, value: unknown): unknown {
    if (typeof value === 'function') return `function ${value.name}`;
    if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (typeof value !== 'object' || value === null) return value;
    if ('nodeType' in value && 'nodeName' in value) return `<${String(value.nodeName).toLowerCase()}>`;
    // What holds the value is the end of the way down to it.
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (above.includes(value)) return '(itself)';
    above.push(value);
    return value;
  }
  try {
    const text = JSON.stringify(payload, replace, 2) ?? '';
    return text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
  } catch (cause) {
    return `(can't be shown: ${String(cause)})`;
  }
}

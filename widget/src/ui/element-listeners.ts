/* Listeners that a set of elements has put on, so that it can take them off again by type or by namespace. */

/** As jQuery's: `false` ends the event. */
export type SetListener = (this: Element, event: Event) => unknown;
/** The listener, after the selector of those within that it is for. */
export type ListenerParts = [listener: SetListener] | [selector: string, listener: SetListener];

interface Kept {
  readonly type: string;
  readonly space: string | undefined;
  readonly run: (event: Event) => void;
}

const kept = new WeakMap<EventTarget, Kept[]>();
const partsOf = (name: string): [type: string, space: string | undefined] => {
  const [type = '', space] = name.split('.');
  return [type, space];
};

/** Puts a listener on for `click`, or `click.mine`. */
export function addListener(element: Element, name: string, parts: ListenerParts, isOnce = false): void {
  const [type, space] = partsOf(name);
  const [first, second] = parts;
  const listener = second ?? (first as SetListener);
  const run = (event: Event): void => {
    const found = typeof first === 'string' ? (event.target as Element).closest(first) : element;
    if (!found || !element.contains(found)) return;
    if (isOnce) drop(element, (other) => other.run === run);
    if (listener.call(found, event) !== false) return;
    event.preventDefault();
    event.stopPropagation();
  };
  kept.set(element, [...(kept.get(element) ?? []), { type, space, run }]);
  element.addEventListener(type, run);
}

/** Takes off those of `click`, of `click.mine`, of `.mine`; of '' all. */
export function dropListeners(element: Element, name: string): void {
  const [type, space] = partsOf(name);
  drop(element, (other) => (type === '' || other.type === type) && (space === undefined || other.space === space));
}

function drop(element: Element, isMeant: (kept: Kept) => boolean): void {
  const all = kept.get(element) ?? [];
  for (const other of all.filter(isMeant)) element.removeEventListener(other.type, other.run);
  kept.set(
    element,
    all.filter((other) => !isMeant(other)),
  );
}

import { options, type Component, type VNode } from 'preact';
import { useMemo } from 'preact/hooks';

/*
 * Values that components follow by reading them. The interface is that of @preact/signals, of which the panel needs a
 * fifth: own code because the library is a tenth of all that a visitor downloads (docs/decisions/0007).
 */

/** A value to read. Reading `value` while a component renders makes it render again when the value changes; `peek` doesn't. */
export interface ReadonlySignal<Value> {
  readonly value: Value;
  peek(): Value;
}

type Leaf = Signal<unknown>;

/** What is read at the moment goes in here. */
let readNow: Set<Leaf> | undefined;

/** A value to read and write. */
export class Signal<Value> implements ReadonlySignal<Value> {
  /** Components that show the value. */
  readonly shownBy = new Set<Component>();
  #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    readNow?.add(this as Leaf);
    return this.#value;
  }

  set value(value: Value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    // Drawn later, together, and a parent before its children.
    for (const component of this.shownBy) component.forceUpdate();
  }

  peek(): Value {
    return this.#value;
  }
}

export function signal<Value>(value: Value): Signal<Value>;
export function signal<Value>(): Signal<Value | undefined>;
export function signal(value?: unknown): Leaf {
  return new Signal(value);
}

/** A value made from others: made again when read after one of those has changed. */
export function computed<Value>(make: () => Value): ReadonlySignal<Value> {
  let made: { value: Value; from: Map<Leaf, unknown> } | undefined;
  const current = (): { value: Value; from: Map<Leaf, unknown> } => {
    if (made && [...made.from].every(([leaf, then]) => Object.is(leaf.peek(), then))) return made;
    const outer = readNow;
    const read = (readNow = new Set<Leaf>());
    try {
      const value = make();
      return (made = { value, from: new Map([...read].map((leaf) => [leaf, leaf.peek()])) });
    } finally {
      readNow = outer;
    }
  };
  return {
    get value() {
      const { value, from } = current();
      for (const leaf of from.keys()) readNow?.add(leaf);
      return value;
    },
    peek: () => current().value,
  };
}

/** A signal of a component's own, for as long as that is shown. */
export const useSignal = <Value>(value: Value): Signal<Value> => useMemo(() => signal(value), []);

/** Preact's own name in its output for a node's component, and for "about to render": its add-ons all build on these two. */
type Rendered = VNode & { __c?: Component };
type Hook = ((node: Rendered) => void) | undefined;
const hooks = options as { __r?: Hook; diffed?: Hook; unmount?: Hook };

const shown = new WeakMap<Component, Set<Leaf>>();
let rendering: Component | undefined;

function follow(component: Component, now: Set<Leaf>): void {
  for (const leaf of shown.get(component) ?? []) if (!now.has(leaf)) leaf.shownBy.delete(component);
  for (const leaf of now) leaf.shownBy.add(component);
  shown.set(component, now);
}

/** A component has rendered when the next one begins, or when its own nodes are made. */
function finish(): void {
  if (rendering && readNow) follow(rendering, readNow);
  rendering = readNow = undefined;
}

const { __r: beforeRender, diffed: afterDiff, unmount: beforeUnmount } = hooks;
hooks.__r = (node) => {
  finish();
  beforeRender?.(node);
  rendering = node.__c;
  readNow = new Set();
};
hooks.diffed = (node) => {
  finish();
  afterDiff?.(node);
};
hooks.unmount = (node) => {
  beforeUnmount?.(node);
  if (node.__c) follow(node.__c, new Set());
};

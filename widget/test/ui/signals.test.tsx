import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import { h } from 'preact';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { computed, signal, Signal, useSignal, type ReadonlySignal } from '../../src/ui/signals.js';

afterEach(cleanup);

describe('a component that reads a signal', () => {
  it('renders again when it changes, once for several changes, and not at all for the same value', () => {
    const first = signal('a');
    const last = signal('b');
    const drawn = vi.fn();
    const Name = () => {
      drawn();
      return (
        <p>
          {first.value} {last.value}
        </p>
      );
    };
    const { container } = render(<Name />);
    act(() => {
      first.value = 'c';
      last.value = 'd';
    });
    expect(container.textContent).toBe('c d');
    expect(drawn).toHaveBeenCalledTimes(2);
    act(() => void (first.value = 'c'));
    expect(drawn).toHaveBeenCalledTimes(2);
  });

  it('follows only what its last rendering has read, and nothing that it peeked at', () => {
    const which = signal('left');
    const left = signal(1);
    const right = signal(2);
    const peeked = signal(0);
    const Shown = () => (
      <p>
        {which.value === 'left' ? left.value : right.value}/{peeked.peek()}
      </p>
    );
    const { container } = render(<Shown />);
    expect([left, right, peeked].map(({ shownBy }) => shownBy.size)).toEqual([1, 0, 0]);
    act(() => void (which.value = 'right'));
    expect([left, right, peeked].map(({ shownBy }) => shownBy.size)).toEqual([0, 1, 0]);
    act(() => void (right.value = 3));
    expect(container.textContent).toBe('3/0');
  });

  it('is not held by the signal once it is gone', () => {
    const shown = signal(1);
    const Shown = () => <p>{shown.value}</p>;
    const { unmount } = render(<Shown />);
    expect(shown.shownBy.size).toBe(1);
    unmount();
    expect(shown.shownBy.size).toBe(0);
  });

  it('knows its own signals from those of its parent, its children and its neighbours', () => {
    const values = { parent: signal(0), child: signal(0), neighbour: signal(0) };
    const drawn = { parent: 0, child: 0, neighbour: 0 };
    const read = (name: keyof typeof values): number => {
      drawn[name]++;
      return values[name].value;
    };
    const Child = () => <b>{read('child')}</b>;
    const Neighbour = () => <i>{read('neighbour')}</i>;
    const children = [h(Child, {}), h(Neighbour, {})];
    const Parent = () => (
      <p>
        {read('parent')}
        {children}
      </p>
    );
    render(<Parent />);
    expect(drawn).toEqual({ parent: 1, child: 1, neighbour: 1 });
    act(() => void values.child.value++);
    expect(drawn).toEqual({ parent: 1, child: 2, neighbour: 1 });
    act(() => void values.parent.value++);
    expect(drawn.parent).toBe(2);
    act(() => void values.neighbour.value++);
    expect(drawn.parent).toBe(2);
  });

  it('leaves nothing behind when its rendering throws', () => {
    const broken = signal(true);
    const seen = signal(1);
    const Broken = () => {
      if (broken.value) throw new Error('broken');
      return <p>{seen.value}</p>;
    };
    expect(() => render(<Broken />)).toThrow('broken');
    void seen.value;
    broken.value = false;
    const { container } = render(<Broken />);
    expect(container.textContent).toBe('1');
    act(() => void (seen.value = 2));
    expect(container.textContent).toBe('2');
  });

  it('keeps a signal of its own from one rendering to the next', () => {
    const Counter = () => {
      const count = useSignal(0);
      return <button onClick={() => void count.value++}>{count.value}</button>;
    };
    const { getByRole } = render(<Counter />);
    const button = getByRole('button');
    fireEvent.click(button);
    fireEvent.click(button);
    return vi.waitFor(() => expect(button.textContent).toBe('2'));
  });
});

describe('a computed value', () => {
  it('is made once for each change of what it is made from, however often it is read', () => {
    const base = signal(2);
    const other = signal(0);
    const make = vi.fn(() => ({ double: base.value * 2 }));
    const double = computed(make);
    expect(make).not.toHaveBeenCalled();
    const before = double.value;
    expect(double.peek()).toBe(before);
    other.value = 1;
    expect(double.value).toBe(before);
    base.value = 3;
    expect(double.value).toEqual({ double: 6 });
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('makes the components that read it follow what it is made from, through other computed values too', () => {
    const base = signal(1);
    const double = computed(() => base.value * 2);
    const text = computed(() => `is ${double.value}`);
    const { container } = render(h(() => <p>{text.value}</p>, {}));
    act(() => void (base.value = 4));
    expect(container.textContent).toBe('is 8');
  });

  it('throws what its maker throws, and recovers', () => {
    const isBroken = signal(true);
    const value = computed(() => {
      if (isBroken.value) throw new Error('broken');
      return 1;
    });
    expect(() => value.value).toThrow('broken');
    isBroken.value = false;
    expect(value.value).toBe(1);
  });

  it('always equals what a fresh calculation would give', () => {
    const steps = fc.array(fc.record({ at: fc.nat(2), to: fc.integer({ min: -2, max: 2 }), read: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (walk) => {
        const [a, b, c] = [signal(0), signal(0), signal(0)] as [Signal<number>, Signal<number>, Signal<number>];
        // A diamond, and a branch that reads different signals at different times.
        const fresh = (): number => (a.peek() > 0 ? a.peek() * b.peek() : c.peek()) + a.peek() + b.peek();
        const branch: ReadonlySignal<number> = computed(() => (a.value > 0 ? a.value * b.value : c.value));
        const sum = computed(() => branch.value + a.value + b.value);
        for (const { at, to, read } of walk) {
          [a, b, c][at]!.value = to;
          if (read) expect(sum.value).toBe(fresh());
        }
        expect(sum.value).toBe(fresh());
      }),
    );
  });
});

/* The one door to the library, so that what the panel uses of it is seen in one place. */
export { computed, effect, signal, untracked, Signal, useSignal, type ReadonlySignal } from '@preact/signals';

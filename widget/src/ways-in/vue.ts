/** @packageDocumentation The widget for Vue 3: `<RingbackCallback :options="{...}" @completed="..." />`. */
import { defineComponent, h, onBeforeUnmount, onMounted, ref, watch, type PropType } from 'vue';
import type { CallbackWidget, CallbackWidgetOptions } from '../index.js';
import { LIFECYCLE, type LifecycleName } from './lifecycle-events.js';
import { mountWidget, optionsKey } from './mount-widget.js';

/**
 * One widget for as long as it is mounted. Options that change begin a new one. Emits `widget` once it is there, and every event of the
 * panel by its name, with its metadata.
 */
export const RingbackCallback = defineComponent({
  name: 'RingbackCallback',
  props: {
    options: { type: Object as PropType<CallbackWidgetOptions>, required: true },
    /** `corner` (default): the usual button. `inline`: the form stands where the component does. */
    display: { type: String as PropType<'corner' | 'inline'>, default: 'corner' },
  },
  emits: ['widget', ...(Object.keys(LIFECYCLE) as LifecycleName[])] as ('widget' | LifecycleName)[],
  setup(props, { emit, expose }) {
    const place = ref<HTMLElement | null>(null);
    let mounted: { widget: CallbackWidget; end: () => void } | undefined;
    const end = (): void => {
      mounted?.end();
      mounted = undefined;
    };
    const begin = (): void => {
      end();
      mounted = mountWidget(props.options, props.display === 'inline' ? place.value : null, ({ name, data }) => emit(name, data));
      emit('widget', mounted.widget);
    };
    onMounted(begin);
    onBeforeUnmount(end);
    watch([() => optionsKey(props.options), () => props.display], begin, { flush: 'post' });
    expose({ open: () => mounted?.widget.open(), close: () => mounted?.widget.close() });
    return () => (props.display === 'inline' ? h('div', { ref: place }) : null);
  },
});

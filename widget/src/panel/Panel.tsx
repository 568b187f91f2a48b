import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { deepActiveElement } from '../ui/focus.js';
import { Icon, type IconName } from '../ui/Icon.js';
import { useKit } from '../ui/kit.js';

export type Tone = 'good' | 'busy' | 'off';

export interface PanelProps {
  title: string;
  /** Line below the title; its height is kept while it is empty. */
  status: string | undefined;
  /** Colour of the dot before it; none without. */
  tone: Tone | undefined;
  onBack: (() => void) | undefined;
  onMinimize(): void;
  onClose(): void;
  onEscape(): void;
  /** Changes with every step: the body takes the focus, so that it is read from its start. */
  step: string;
  children: ComponentChildren;
  /** Laid over the body: a question, a site's own overlay. */
  over?: ComponentChildren;
}

/** The frame of every screen: a dialog that leaves the page usable. */
export function Panel({ title, status, tone, onBack, step, children, over, ...on }: PanelProps) {
  const { translator } = useKit();
  const body = useRef<HTMLDivElement>(null);
  const lastStep = useRef(step);
  useLayoutEffect(() => {
    if (lastStep.current === step) return;
    lastStep.current = step;
    const screen = body.current;
    screen?.classList.add('turned');
    // A screen that knows better has put the focus on one of its fields already.
    if (screen && !screen.contains(deepActiveElement(screen.ownerDocument) ?? null)) screen.focus({ preventScroll: true });
  }, [step]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    on.onEscape();
  };

  return (
    <section class="panel" role="dialog" aria-labelledby="rb-title" aria-describedby="rb-status" onKeyDown={onKeyDown}>
      <div class="head">
        {onBack && <Tool icon="back" label={translator.text('ringback.Back')} onClick={onBack} />}
        <div>
          <h2 id="rb-title">{title}</h2>
          <p id="rb-status" class={tone ? `status ${tone}` : 'status'}>
            {status ?? '\u00a0'}
          </p>
        </div>
        <Tool icon="minimize" label={translator.text('callback.AriaMinimize')} onClick={on.onMinimize} />
        <Tool icon="close" label={translator.text('callback.AriaClose')} onClick={on.onClose} />
      </div>
      <div class="screen" key={step} ref={body} tabIndex={-1} role="group" aria-labelledby="rb-title">
        {children}
      </div>
      {over}
    </section>
  );
}

function Tool({ icon, label, onClick }: { icon: IconName; label: string; onClick(): void }) {
  return (
    <button type="button" class="tool" aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

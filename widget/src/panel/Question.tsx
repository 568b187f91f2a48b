import { useLayoutEffect, useRef } from 'preact/hooks';

export interface QuestionProps {
  title: string;
  body?: string;
  /** The way that changes nothing; gets the focus. */
  keep: { label: string; onClick(): void };
  go: { label: string; onClick(): void };
}

/** An alert over the panel: two ways out, the harmless one under the finger. Escape takes it too. */
export function Question({ title, body, keep, go }: QuestionProps) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    keep.onClick();
  };
  return (
    <div class="veil" onKeyDown={onKeyDown}>
      <div class="question" role="alertdialog" aria-labelledby="rb-question" aria-describedby={body ? 'rb-question-body' : undefined}>
        <h3 id="rb-question">{title}</h3>
        {body && <p id="rb-question-body">{body}</p>}
        <div class="row">
          <button type="button" class="quiet" ref={first} onClick={keep.onClick}>
            {keep.label}
          </button>
          <button type="button" class="go bad" onClick={go.onClick}>
            {go.label}
          </button>
        </div>
      </div>
    </div>
  );
}

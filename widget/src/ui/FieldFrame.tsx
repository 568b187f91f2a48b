import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.js';
import { useKit } from './kit.js';

export interface FieldFrameProps {
  /** Id of the control; error and hint are derived from it (see {@link describedBy}). */
  id: string;
  label: string;
  /** Required or Optional, in words. */
  mark?: string;
  error?: string | undefined;
  /** Advice that doesn't stand in the way. */
  hint?: string | undefined;
  children: ComponentChildren;
}

/** Label above, control, and below it what is wrong: one place for the looks and the descriptions of every field. */
export function FieldFrame({ id, label, mark, error, hint, children }: FieldFrameProps) {
  const { frame } = useKit();
  const heading = label && (
    <label for={id}>
      <span>{label}</span>
      {mark && <i>{mark}</i>}
    </label>
  );
  const control = (
    <>
      {children}
      {/* Always there: a text put into a live region is said, a region put into the page may not be. */}
      <p class={error ? 'below bad' : 'below'} id={`${id}-below`} role={error ? 'alert' : undefined}>
        {(error ?? hint) && (
          <>
            <Icon name="warn" />
            <span>{error ?? hint}</span>
          </>
        )}
      </p>
    </>
  );
  return frame ? (
    <>{frame({ label: heading, control })}</>
  ) : (
    <div class="frame">
      {heading}
      {control}
    </div>
  );
}

/** Attributes that tie a control to its frame's text below. */
export const described = (
  id: string,
  error: string | undefined,
  hint?: string,
): { 'aria-describedby'?: string; 'aria-invalid'?: 'true' } => ({
  ...((error ?? hint) && { 'aria-describedby': `${id}-below` }),
  ...(error && { 'aria-invalid': 'true' as const }),
});

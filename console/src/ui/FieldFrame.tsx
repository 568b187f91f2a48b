import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './Icon.js';

/** What every field has. */
export interface FieldBasics {
  readonly label: string;
  /** Of one page, only once. */
  readonly name: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
}

interface FieldFrameProps extends FieldBasics {
  readonly children: ComponentChildren;
  /** Below the problem. */
  readonly more?: ComponentChildren;
}

/** For the control in a {@link FieldFrame}: its id, and what is said of it. */
export const describedBy = ({ name, problem }: FieldBasics) => ({
  id: `field-${name}`,
  name,
  'aria-describedby': `field-${name}-help`,
  'aria-invalid': problem !== undefined,
});

/** A control with its label, and its problem beside it. */
export const FieldFrame = ({ label, name, hint, problem, children, more }: FieldFrameProps): JSX.Element => (
  <div class="field">
    <label for={`field-${name}`}>{label}</label>
    <div class="field-box" data-bad={problem ? '' : undefined}>
      {children}
    </div>
    <div id={`field-${name}-help`} class="field-help" aria-live="polite">
      {problem && (
        <p class="field-problem">
          <Icon name="warning" />
          {problem}
        </p>
      )}
      {hint && <p>{hint}</p>}
      {more}
    </div>
  </div>
);

/* The border between the panel and what only a site's own form, or a signed identity, brings. Types only. */
import type { ComponentChildren, ComponentType } from 'preact';
import type { FieldRegistry } from './field-registry.js';
import type { Field } from './fields.js';
import type { FormState, Judge } from './form-state.js';

export interface CustomFormProps {
  form: FormState;
  registry: FieldRegistry;
  /** The question of when to call. */
  when: ComponentChildren;
}

/** What a site's own form adds to the default one. */
export interface CustomForm {
  /** Draws all of it; absent where the default layout stays. */
  readonly Form?: ComponentType<CustomFormProps>;
  /** Drawings of its own types. */
  readonly drawings: FieldRegistry;
  readonly css: string;
  readonly judge: Judge;
  /** Finds the controls in a drawn form, and puts on them what the site says of them; again after each drawing. */
  attach(root: HTMLElement, form: FormState): void;
  /** Asks the site's own checks. @returns names of fields that didn't pass, in order, each with its error set. Never rejects. */
  check(form: FormState): Promise<readonly string[]>;
  /** What is to be kept of consents: the text that was agreed to, by the name that it is sent under. */
  record(form: FormState): Readonly<Record<string, string>>;
}

/** The form of one opening. */
export interface OpenForm {
  readonly fields: readonly Field[];
  readonly custom?: CustomForm;
}

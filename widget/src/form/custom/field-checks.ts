import type { Environment } from '../../environment.js';
import { elementQuery } from '../../ui/element-set.js';
import { signal, type ReadonlySignal } from '../../ui/signals.js';
import type { Field } from '../fields.js';
import type { FieldError, FormState } from '../form-state.js';
import type { FieldExtras } from './field-extras.js';

export interface CheckedField {
  readonly field: Field;
  readonly extras: FieldExtras;
}

/** The site's own checks of one form. */
export interface FieldChecks {
  /** Names of fields that a check is looking at. */
  readonly busy: ReadonlySignal<ReadonlySet<string>>;
  /** Finds the controls in a drawn form, and puts on them what the site says. Again after each drawing. */
  attach(root: HTMLElement, form: FormState): void;
  /** @returns names of fields that didn't pass, in order. Never rejects. */
  run(form: FormState): Promise<readonly string[]>;
}

export interface FieldChecksDeps {
  readonly fields: readonly CheckedField[];
  readonly environment: Pick<Environment, 'after' | 'document' | 'global' | 'warn'>;
  /** What validators get as `CXBus` where the page has none. */
  readonly bus: unknown;
}

/** Milliseconds that a check may take. */
const CHECK_TIME = 10_000;
/** The verdict of a check that could not be made. */
const UNCHECKED = { key: 'CheckFailed' } as const satisfies FieldError;
/** Types whose rules the browser knows: ranges, steps, addresses, patterns. */
const NATIVE: readonly Field['type'][] = ['text', 'textarea', 'select'];

type Control = HTMLElement & Partial<Pick<HTMLInputElement, 'validity'>>;

interface Known {
  readonly root: HTMLElement;
  readonly control: Control;
  readonly label: HTMLElement | null;
}

/**
 * A check that throws or never answers is an error at its field that says so, and is asked again with the next try: what a site asks
 * to be checked (a consent, an account number) never goes out unchecked, and a visitor is never left without a word.
 */
export function createFieldChecks({ fields, environment, bus }: FieldChecksDeps): FieldChecks {
  const busy = signal<ReadonlySet<string>>(new Set());
  const known = new Map<string, Known>();
  const turns = new Map<string, number>();
  const { ask, isOver } = createAsking({ environment, bus });

  const mark = (name: string, isBusy: boolean): void => {
    const others = [...busy.peek()].filter((other) => other !== name);
    busy.value = new Set(isBusy ? [...others, name] : others);
  };
  /** What the site says of a field now: an error, none, or nothing because a later question is under way. */
  const look = async (checked: CheckedField, event: unknown): Promise<FieldError | 'passed' | 'overtaken'> => {
    const { name } = checked.field;
    const place = known.get(name);
    if (!place) return 'passed';
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    const native = nativeError(checked.field, place.control);
    let verdict = native ? false : ask(checked, place, event);
    if (isOver(verdict)) {
      mark(name, true);
      verdict = await verdict;
      if (turns.get(name) !== turn) return 'overtaken';
      mark(name, false);
    }
    if (verdict === UNCHECKED) return UNCHECKED;
    if (typeof verdict === 'string' && verdict !== '') return { message: verdict };
    return verdict === false ? (native ?? { key: 'FieldInvalid' }) : 'passed';
  };
  const show = async (checked: CheckedField, event: unknown, form: FormState): Promise<void> => {
    const found = await look(checked, event);
    if (found !== 'overtaken' && found !== 'passed') form.setError(checked.field.name, found);
  };
  return {
    busy,
    attach(root, form) {
      for (const checked of fields) {
        const control = root.querySelector<HTMLElement>(`[id="${CSS.escape(checked.field.id)}"]`);
        if (!control || known.get(checked.field.name)?.control === control) continue;
        known.set(checked.field.name, { root, control, label: root.querySelector(`label[for="${CSS.escape(checked.field.id)}"]`) });
        dress(control, checked.extras);
        listen(control, checked.extras, (event) => void show(checked, event, form));
      }
    },
    async run(form) {
      const found = await Promise.all(fields.map(async (checked) => ({ name: checked.field.name, error: await look(checked, 0) })));
      const failed = found.flatMap(({ name, error }) => (typeof error === 'object' ? [{ name, error }] : []));
      for (const { name, error } of failed) form.setError(name, error);
      return failed.map(({ name }) => name);
    },
  };
}

/** Calls `validate` with the vendor's arguments. */
function createAsking({ environment, bus }: Pick<FieldChecksDeps, 'environment' | 'bus'>) {
  const { document, global, after, warn } = environment;
  const broken = (name: string, how: string, cause?: unknown): typeof UNCHECKED => {
    warn(`The check of the field "${name}" ${how}; the form is not sent until it answers`, cause);
    return UNCHECKED;
  };
  const isOver = (verdict: unknown): verdict is Promise<unknown> =>
    typeof verdict === 'object' && verdict !== null && 'then' in verdict && typeof verdict.then === 'function';
  const inTime = (answer: PromiseLike<unknown>, name: string): Promise<unknown> =>
    new Promise((resolve) => {
      const callOff = after(CHECK_TIME, () => resolve(broken(name, 'did not answer in 10 seconds')));
      const end = (verdict: unknown): void => {
        callOff();
        resolve(verdict);
      };
      answer.then(end, (cause: unknown) => end(broken(name, 'failed', cause)));
    });
  const ask = ({ field, extras }: CheckedField, { root, control, label }: Known, event: unknown): unknown => {
    if (!extras.validate) return true;
    const $ = typeof global['jQuery'] === 'function' ? (global['jQuery'] as ReturnType<typeof elementQuery>) : elementQuery(document);
    const page = global['_genesys'] as { widgets?: { common?: unknown } } | undefined;
    try {
      const answer = extras.validate(event, $(root), $(control), $(label), $, global['CXBus'] ?? bus, page?.widgets?.common);
      return isOver(answer) ? inTime(answer, field.name) : answer;
    } catch (cause) {
      return broken(field.name, 'failed', cause);
    }
  };
  return { ask, isOver };
}

function dress(control: HTMLElement, { attributes, handlers }: FieldExtras): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') control.classList.add(...value.split(/\s+/).filter(Boolean));
    else if (name === 'style') control.style.cssText = value;
    else control.setAttribute(name, value);
  }
  for (const [name, handler] of Object.entries(handlers)) {
    control.addEventListener(name.slice(2), (event) => {
      if (handler.call(control, event) === false) event.preventDefault();
    });
  }
}

function listen(control: HTMLElement, { validate, validateWhileTyping }: FieldExtras, run: (event: Event) => void): void {
  if (!validate) return;
  for (const type of ['focusout', 'change', ...(validateWhileTyping ? ['input'] : [])]) {
    // After the form has taken the value: an error from before is gone, ours stays.
    control.addEventListener(type, (event) => queueMicrotask(() => run(event)));
  }
}

function nativeError(field: Field, { validity }: Control): FieldError | undefined {
  if (!NATIVE.includes(field.type) || !validity || validity.valid || validity.valueMissing) return undefined;
  return field.title ? { message: field.title } : { key: 'FieldInvalid' };
}

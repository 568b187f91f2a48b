import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import * as v from 'valibot';
import { failureText } from '../api/request-failure.js';

/** A part of the site's settings, as the server shows it. */
interface Part<Value> {
  readonly version: number;
  readonly value: Value;
}

type PartState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** What is being edited is in `draft`. */
  | { readonly kind: 'ready' };

/** What is wrong with a draft, by the path of the field in the request, such as `value.keys.0.kid`. */
export type Problems = Readonly<Record<string, string>>;

/** One part of the settings while somebody edits it. Nothing is saved before {@link PartEditor.save}. */
export interface PartEditor<Draft> {
  readonly state: ReadonlySignal<PartState>;
  readonly draft: Signal<Draft>;
  /** Whether the draft differs from what is saved. */
  readonly changed: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  /** Why it was not saved. */
  readonly refusal: ReadonlySignal<string | undefined>;
  readonly problems: ReadonlySignal<Problems>;
  /** Shows what is saved now; the draft is lost. */
  load(): Promise<void>;
  save(): Promise<void>;
  undo(): void;
}

export interface PartEditorOptions<Value, Draft> {
  readonly load: () => Promise<Part<Value>>;
  readonly save: (version: number, draft: Draft) => Promise<Part<Value>>;
  readonly toDraft: (value: Value) => Draft;
  readonly empty: Draft;
  readonly check: (version: number, draft: Draft) => Problems;
  readonly say: (text: string) => void;
}

export function createPartEditor<Value, Draft>(options: PartEditorOptions<Value, Draft>): PartEditor<Draft> {
  const state = signal<PartState>({ kind: 'loading' });
  const draft = signal(options.empty);
  const saved = signal(options.empty);
  const busy = signal(false);
  const refusal = signal<string | undefined>(undefined);
  const problems = signal<Problems>({});
  let version = 0;

  const show = (part: Part<Value>): void => {
    version = part.version;
    saved.value = options.toDraft(part.value);
    undo();
    state.value = { kind: 'ready' };
  };
  const undo = (): void => {
    draft.value = saved.value;
    refusal.value = undefined;
    problems.value = {};
  };

  return {
    state,
    draft,
    changed: computed(() => JSON.stringify(draft.value) !== JSON.stringify(saved.value)),
    busy,
    refusal,
    problems,
    undo,
    async load() {
      state.value = { kind: 'loading' };
      await options.load().then(show, (error: unknown) => {
        state.value = { kind: 'failed', message: failureText(error) };
      });
    },
    async save() {
      if (busy.value) return;
      refusal.value = undefined;
      problems.value = options.check(version, draft.value);
      if (Object.keys(problems.value).length > 0) return;
      busy.value = true;
      await options.save(version, draft.value).then(
        (part) => {
          show(part);
          options.say('Saved. It acts at once.');
        },
        (error: unknown) => {
          refusal.value = failureText(error);
        },
      );
      busy.value = false;
    },
  };
}

/** What the contract says of a request, by the path of the field: the first problem of each. */
export function problemsOf(schema: v.GenericSchema, request: unknown): Problems {
  const parsed = v.safeParse(schema, request);
  if (parsed.success) return {};
  const found: Record<string, string> = {};
  for (const issue of parsed.issues) found[v.getDotPath(issue) ?? ''] ??= sentence(issue.message);
  return found;
}

/** `must not be empty` as people read it. */
const sentence = (message: string): string => `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`;

import { useSignal } from '@preact/signals';
import { ENDPOINTS } from '@ringback/contract';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { AskForm } from '../ui/AskForm.js';
import { Button } from '../ui/Button.js';
import { LineField } from '../ui/Fields.js';
import { KeyCheck } from './KeyCheck.js';
import { PartFrame } from './PartFrame.js';
import { problemsOf, type PartEditor } from './part-editor.js';
import { usePartEditor } from './use-part-editor.js';

type Origins = readonly string[];

/** SE1: whether a key works from where, and which pages may use it at all. */
export function AccessSection(): JSX.Element {
  const { say } = useApp();
  const editor = usePartEditor<string[], Origins>((api) => ({
    load: () => api.call('getOrigins'),
    save: (version, draft) => api.call('putOrigins', { version, value: [...draft] }),
    toDraft: (value) => value,
    empty: [],
    check: (version, value) => problemsOf(ENDPOINTS.putOrigins.body, { version, value }),
  }));
  return (
    <div class="parts">
      <PartFrame
        editor={editor}
        title="Origins"
        lead="Pages of these origins may use the site’s API keys: only they get CORS headers, all others are refused. Apps and servers send no origin and need none here."
      >
        {() => <OriginList editor={editor} />}
      </PartFrame>
      <KeyCheck
        onUnlisted={(origin) => {
          if (!editor.draft.value.includes(origin)) editor.draft.value = [...editor.draft.value, origin];
          say(`${origin} is added to the list. Save it to let its pages in.`);
        }}
      />
    </div>
  );
}

function OriginList({ editor }: { readonly editor: PartEditor<Origins> }): JSX.Element {
  const typed = useSignal('');
  const problem = useSignal<string | undefined>(undefined);
  const list = useRef<HTMLUListElement>(null);
  const origins = editor.draft.value;
  const add = (): void => {
    const origin = originOf(typed.value);
    problem.value =
      origin === undefined
        ? 'This is no address of a page. An origin looks like https://www.example.com.'
        : origins.includes(origin)
          ? `${origin} is in the list already.`
          : undefined;
    if (origin === undefined || problem.value !== undefined) return;
    editor.draft.value = [...origins, origin];
    typed.value = '';
  };
  const remove = (origin: string): void => {
    editor.draft.value = origins.filter((one) => one !== origin);
    // The button that had the keyboard's place is gone.
    list.current?.focus();
  };
  return (
    <>
      <ul class="rows" ref={list} tabIndex={-1} aria-label="Origins">
        {origins.map((origin, index) => (
          <li key={origin}>
            <code dir="ltr">{origin}</code>
            <Button look="quiet" onPress={() => remove(origin)}>
              Remove <span class="unseen">{origin}</span>
            </Button>
            {editor.problems.value[`value.${index}`] && <p class="field-problem">{editor.problems.value[`value.${index}`]}</p>}
          </li>
        ))}
      </ul>
      {origins.length === 0 && <p class="lead">No page of another site is served; pages of this server are.</p>}
      <AskForm look="search" button="Add" onAsk={add}>
        <LineField
          label="Another origin"
          name="origin"
          maxLength={2048}
          placeholder="https://www.example.com"
          value={typed.value}
          onInput={(text) => (typed.value = text)}
          problem={problem.value}
        />
      </AskForm>
    </>
  );
}

/** The origin of a pasted address, with or without its scheme; undefined when there is none. */
export function originOf(text: string): string | undefined {
  const trimmed = text.trim();
  const url = trimmed.includes('://') ? trimmed : `https://${trimmed}`;
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined;
}

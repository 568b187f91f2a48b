import { useSignal } from '@preact/signals';
import type { ApiError } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { dateAndTime } from '../format/display-text.js';
import { AskForm } from '../ui/AskForm.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { LineField } from '../ui/Fields.js';
import { Notice } from '../ui/Notice.js';
import { useAsked } from './use-asked.js';
import { useLoaded } from './use-loaded.js';

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/** SE1: what the public APIs refused, the newest first, or the one of a correlation id. */
export function ErrorsSection(): JSX.Element {
  const { api, say } = useApp();
  const wanted = useSignal('');
  const searched = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const list = useLoaded(() => api.callAt('apiErrors', { query: { corrId: searched.value } }));

  const search = async (): Promise<void> => {
    // People paste the whole line of a log, or of a message.
    const found = UUID.exec(wanted.value)?.[0];
    problem.value =
      wanted.value.trim() !== '' && found === undefined
        ? 'This holds no correlation id; one looks like 0191f0aa-7c1e-4d33-8a54-3f1f2b0c9d10.'
        : undefined;
    if (problem.value !== undefined) return;
    searched.value = found?.toLowerCase();
    await list.reload();
    const { value } = list.state;
    if (value.kind === 'ready') say(countText(value.value.errors.length));
  };
  const state = list.state.value;
  return (
    <section class="panel part" aria-label="API errors">
      <p class="lead">What the public APIs refused in the last seven days. Every refusal tells its correlation id to whoever asked.</p>
      <AskForm look="search" button={wanted.value.trim() === '' ? 'Refresh' : 'Find'} onAsk={() => void search()}>
        <LineField
          label="Correlation id"
          name="corr-id"
          maxLength={1000}
          value={wanted.value}
          onInput={(text) => (wanted.value = text)}
          problem={problem.value}
        />
      </AskForm>
      {state.kind === 'loading' && <p role="status">Loading…</p>}
      {state.kind === 'failed' && (
        <Notice tone="bad" role="alert" action={<Button onPress={() => void list.reload()}>Try again</Button>}>
          {state.message}
        </Notice>
      )}
      {state.kind === 'ready' && <ErrorPages first={state.value} key={state.value} searched={searched.value !== undefined} />}
    </section>
  );
}

const countText = (count: number): string => (count === 1 ? '1 error' : `${count} errors`);

interface ErrorPagesProps {
  readonly first: { readonly errors: readonly ApiError[]; readonly next?: string | undefined };
  readonly searched: boolean;
}

/** The list, as far as it was asked for. */
function ErrorPages({ first, searched }: ErrorPagesProps): JSX.Element {
  const { api } = useApp();
  const more = useSignal<readonly ApiError[]>([]);
  const next = useSignal(first.next);
  const older = useAsked(async () => {
    const page = await api.callAt('apiErrors', { query: { cursor: next.value } });
    more.value = [...more.value, ...page.errors];
    next.value = page.next;
  });
  const all = [...first.errors, ...more.value];
  if (all.length === 0) return <NoErrors searched={searched} />;
  return (
    <>
      <ul class="errors" aria-label="Errors, the newest first">
        {all.map((error) => (
          <ErrorEntry key={error.corrId} error={error} />
        ))}
      </ul>
      {older.problem.value && (
        <Notice tone="bad" role="alert">
          {older.problem.value}
        </Notice>
      )}
      {next.value !== undefined && (
        <Button busy={older.busy.value} onPress={() => void older.run()}>
          Older errors
        </Button>
      )}
    </>
  );
}

const NoErrors = ({ searched }: { readonly searched: boolean }): JSX.Element =>
  searched ? (
    <EmptyState icon="info" title="No error has this id">
      Errors are kept for seven days, and no more than the newest ten thousand. In a flood of refusals some are only counted.
    </EmptyState>
  ) : (
    <EmptyState icon="check" title="Nothing was refused">
      Refusals of the Engagement, visitor and telephony APIs appear here, with what to mend.
    </EmptyState>
  );

function ErrorEntry({ error }: { readonly error: ApiError }): JSX.Element {
  const { environment, say } = useApp();
  const copy = async (): Promise<void> => {
    say(
      (await environment.copy(error.corrId))
        ? 'The correlation id is copied.'
        : 'The browser does not allow to copy. Select the id instead.',
    );
  };
  return (
    <li>
      <p class="error-what">
        <span class={error.http >= 500 ? 'chip bad' : 'chip'}>
          {error.http} / {error.code}
        </span>
        <b>{error.message}</b>
      </p>
      <p class="error-where">
        <code dir="ltr">
          {error.method} {error.route}
        </code>
        {error.origin !== undefined && (
          <span>
            from <code dir="ltr">{error.origin}</code>
          </span>
        )}
      </p>
      <p class="error-id">
        <time class="number" dateTime={error.at}>
          {dateAndTime(Date.parse(error.at))}
        </time>
        <code dir="ltr">{error.corrId}</code>
        <Button look="quiet" onPress={() => void copy()}>
          Copy id
        </Button>
      </p>
    </li>
  );
}

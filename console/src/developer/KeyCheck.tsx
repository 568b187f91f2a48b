import { useSignal } from '@preact/signals';
import type { ApiKeyChecked } from '@ringback/contract';
import type { JSX } from 'preact';
import { failureText } from '../api/request-failure.js';
import { useApp } from '../console-app.js';
import { Button } from '../ui/Button.js';
import { LineField } from '../ui/Fields.js';
import { Notice } from '../ui/Notice.js';

type Demand = ApiKeyChecked['allows'][number]['demands'][number];
const DEMANDS: Readonly<Record<Demand, string>> = { captcha: 'captcha', 'number-check': 'number check', identity: 'signed identity' };

interface KeyCheckProps {
  /** The origin could be added to the list. */
  readonly onUnlisted: (origin: string) => void;
}

/** Tries an API key as a page, an app or a server would use it. */
export function KeyCheck({ onUnlisted }: KeyCheckProps): JSX.Element {
  const { api } = useApp();
  const apiKey = useSignal('');
  const origin = useSignal('');
  const busy = useSignal(false);
  const checked = useSignal<ApiKeyChecked | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const check = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    problem.value = undefined;
    checked.value = undefined;
    await api.call('checkApiKey', { apiKey: apiKey.value, origin: origin.value }).then(
      (result) => (checked.value = result),
      (error: unknown) => (problem.value = failureText(error)),
    );
    busy.value = false;
  };
  return (
    <section class="panel part" aria-labelledby="key-check-title">
      <h2 id="key-check-title">Check an API key</h2>
      <p class="lead">Nothing is booked. The key is sent to this server only, and not kept.</p>
      <form
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <LineField label="API key" name="api-key" maxLength={255} value={apiKey.value} onInput={(text) => (apiKey.value = text)} />
        <LineField
          label="Page that uses it"
          name="key-origin"
          maxLength={2048}
          placeholder="https://www.example.com"
          hint="Leave it empty for an app or a server."
          value={origin.value}
          onInput={(text) => (origin.value = text)}
        />
        <button type="submit" class="button" aria-busy={busy.value}>
          Check
        </button>
      </form>
      <div role="status" class="outcome">
        {problem.value && <Notice tone="bad">{problem.value}</Notice>}
        {checked.value && <Verdict checked={checked.value} onUnlisted={onUnlisted} />}
      </div>
    </section>
  );
}

function Verdict({ checked, onUnlisted }: KeyCheckProps & { readonly checked: ApiKeyChecked }): JSX.Element {
  const { ok, message, problems, origin, allows } = checked;
  const unlisted = problems.includes('origin-not-listed') ? origin : undefined;
  return (
    <>
      <Notice
        tone={ok ? 'good' : 'bad'}
        action={unlisted !== undefined && <Button onPress={() => onUnlisted(unlisted)}>Add it to the list</Button>}
      >
        {message}
      </Notice>
      {ok && (
        <ul class="rows" aria-label="What it may book">
          {allows.map(({ queue, immediate, scheduled, demands }) => (
            <li key={queue}>
              <b>{queue}</b>
              <span>
                {[immediate && 'now', scheduled && 'at a time'].filter(Boolean).join(' or ') || 'nothing'}
                {demands.length > 0 && `, with ${demands.map((demand) => DEMANDS[demand]).join(' and ')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

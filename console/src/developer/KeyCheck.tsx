import { useSignal } from '@preact/signals';
import type { ApiKeyChecked } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { AskForm } from '../ui/AskForm.js';
import { Button } from '../ui/Button.js';
import { LineField } from '../ui/Fields.js';
import { Notice } from '../ui/Notice.js';
import { useAsked } from './use-asked.js';

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
  const check = useAsked(() => api.call('checkApiKey', { apiKey: apiKey.value, origin: origin.value }));
  return (
    <section class="panel part" aria-labelledby="key-check-title">
      <h2 id="key-check-title">Check an API key</h2>
      <p class="lead">Nothing is booked. The key is sent to this server only, and not kept.</p>
      <AskForm
        button="Check"
        busy={check.busy.value}
        onAsk={() => void check.run()}
        outcome={
          <>
            {check.problem.value && <Notice tone="bad">{check.problem.value}</Notice>}
            {check.result.value && <Verdict checked={check.result.value} onUnlisted={onUnlisted} />}
          </>
        }
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
      </AskForm>
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

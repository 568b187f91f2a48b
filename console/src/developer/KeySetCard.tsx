import type { CaptchaProvider } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { Button } from '../ui/Button.js';
import { AreaField, ChoiceField, LineField, Tick } from '../ui/Fields.js';
import type { KeySetDraft } from './captcha-draft.js';
import { TokenTest } from './TokenTest.js';

const PROVIDERS: Readonly<Record<CaptchaProvider, string>> = {
  'recaptcha-v3': 'reCAPTCHA v3, a score',
  'recaptcha-v2-checkbox': 'reCAPTCHA v2, checkbox',
  'recaptcha-v2-invisible': 'reCAPTCHA v2, invisible',
};
const WHEN_DOWN = { 'fail-closed': 'Refuse bookings', 'fail-open': 'Take bookings without it' } as const;

interface KeySetCardProps {
  readonly place: number;
  readonly value: KeySetDraft;
  readonly active: boolean;
  /** Something is not saved yet. */
  readonly changed: boolean;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<KeySetDraft>) => void;
  readonly onRemove: () => void;
}

/** One key set: folded away once it is saved, open while it is new. */
export function KeySetCard(props: KeySetCardProps): JSX.Element {
  const { api } = useApp();
  const { place, value, active, changed, onRemove } = props;
  const isNew = value.shown === undefined;
  return (
    <details class="card" open={isNew}>
      <summary>
        <b>{value.name || 'New key set'}</b>
        <span class="lead">{PROVIDERS[value.provider]}</span>
        {active && <span class="chip good">{changed ? 'In use once saved' : 'In use'}</span>}
      </summary>
      <KeySetFields {...props} />
      <div class="actions">
        <Button look="quiet" onPress={onRemove}>
          Remove <span class="unseen">key set {value.name}</span>
        </Button>
      </div>
      <TokenTest
        name={`token-${place}`}
        label={`Try ${value.name || 'it'} with a token`}
        hint="Made with this site key less than two minutes ago. Left empty, only the verifier and the secret key are tried."
        button="Try it"
        maxLength={16_384}
        locked={changed || isNew ? 'Save first: only what is saved can be tried.' : undefined}
        test={(token) => api.callAt('testCaptchaKeySet', { name: value.name }, token === '' ? {} : { captchaToken: token })}
        details={({ score }) => score !== undefined && <>Score: {score}.</>}
      />
    </details>
  );
}

/** Label, hint and greatest length of each line of text. */
const LINES = {
  name: ['Name', 'Of this key set, for people.', 255],
  siteKey: ['Site key', 'Public: it stands in the page.', 255],
  threshold: ['Threshold', 'From 0 (a machine) to 1 (a person); lower scores are refused.', 20],
  action: ['Action', 'The name that tokens must be made for. Left empty: any.', 255],
  scriptUrl: ['Address of the script', 'Left empty: Google’s. For recaptcha.net or a compatible server.', 2048],
  verifyUrl: ['Address of the verifier', 'Left empty: Google’s. A new one needs the secret key again.', 2048],
} as const;

/** What is wrong with a field of a key set, or with an entry of a list in it. */
function problemOf({ place, problems }: KeySetCardProps, field: keyof KeySetDraft): string | undefined {
  const path = `value.${place}.${field}`;
  return Object.entries(problems).find(([found]) => found === path || found.startsWith(`${path}.`))?.[1];
}

function Line({ field, of }: { readonly field: keyof typeof LINES; readonly of: KeySetCardProps }): JSX.Element {
  const [label, hint, maxLength] = LINES[field];
  return (
    <LineField
      label={label}
      hint={hint}
      maxLength={maxLength}
      name={`${field}-${of.place}`}
      value={of.value[field]}
      onInput={(text) => of.onChange({ [field]: text })}
      problem={problemOf(of, field)}
    />
  );
}

function KeySetFields(props: KeySetCardProps): JSX.Element {
  const { place, value, onChange } = props;
  const isScore = value.provider === 'recaptcha-v3';
  return (
    <div class="fields two">
      <Line of={props} field="name" />
      <ChoiceField
        label="Kind"
        hint="A site key is good for one kind."
        name={`provider-${place}`}
        value={value.provider}
        choices={PROVIDERS}
        onChoose={(provider) => onChange({ provider })}
      />
      <Line of={props} field="siteKey" />
      <LineField
        label="Secret key"
        name={`secretKey-${place}`}
        hint={
          value.shown === undefined ? 'It stands beside the site key.' : `The one that is saved (${value.shown}) stays while this is empty.`
        }
        maxLength={255}
        value={value.secretKey}
        onInput={(secretKey) => onChange({ secretKey })}
        problem={problemOf(props, 'secretKey')}
      />
      {isScore && <Line of={props} field="threshold" />}
      {isScore && <Line of={props} field="action" />}
      <KeySetPolicy {...props} />
    </div>
  );
}

/** Where it holds, and what happens when it can't be asked. */
function KeySetPolicy(props: KeySetCardProps): JSX.Element {
  const { place, value, onChange } = props;
  return (
    <>
      <AreaField
        label="Hosts where it may be solved"
        name={`hostnames-${place}`}
        hint="One a line: hosts of pages, or package names of apps. Left empty: anywhere."
        maxLength={10_000}
        placeholder="www.example.com"
        value={value.hostnames}
        onInput={(hostnames) => onChange({ hostnames })}
        problem={problemOf(props, 'hostnames')}
      />
      <ChoiceField
        label="When the verifier is down"
        name={`down-${place}`}
        value={value.onVerifierDown}
        choices={WHEN_DOWN}
        onChoose={(onVerifierDown) => onChange({ onVerifierDown })}
      />
      <Line of={props} field="scriptUrl" />
      <Line of={props} field="verifyUrl" />
      <Tick
        label="Tell the verifier the visitor’s address"
        on={value.sendRemoteIp}
        onChange={(sendRemoteIp) => onChange({ sendRemoteIp })}
      />
    </>
  );
}

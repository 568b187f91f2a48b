import { IDENTITY_ALGORITHMS, type identityView, type IdentityAlgorithm } from '@ringback/contract';
import type { JSX } from 'preact';
import type { InferOutput } from 'valibot';
import { useApp } from '../console-app.js';
import { dateAndTime } from '../format/display-text.js';
import { Button } from '../ui/Button.js';
import { AreaField, ChoiceField, LineField, Tick } from '../ui/Fields.js';
import { identityEditOf, identityProblems, NO_IDENTITY, toIdentityDraft, type IdentityDraft, type KeyDraft } from './identity-draft.js';
import { PartFrame } from './PartFrame.js';
import type { PartEditor } from './part-editor.js';
import { TokenTest } from './TokenTest.js';
import { usePartEditor } from './use-part-editor.js';

type View = InferOutput<typeof identityView>;

/** WI12: the keys that the site signs its visitors with, and a try of a token. */
export function IdentitySection(): JSX.Element {
  const { api } = useApp();
  const editor = usePartEditor<View | null, IdentityDraft>(() => ({
    load: () => api.call('getIdentity'),
    save: (version, draft) =>
      draft.keys.length === 0
        ? api.callAt('clearIdentity', { query: { version: String(version) } })
        : api.call('putIdentity', identityEditOf(version, draft)),
    toDraft: toIdentityDraft,
    empty: NO_IDENTITY,
    check: identityProblems,
  }));
  return (
    <div class="parts">
      <PartFrame
        editor={editor}
        title="Signed identity"
        lead="Your server signs who a visitor is; the form shows that as fixed, and the record says what was signed for. Secrets are sealed and never shown again."
      >
        {() => <IdentityForm editor={editor} />}
      </PartFrame>
      <section class="panel part" aria-labelledby="try-title">
        <h2 id="try-title">Try a token</h2>
        <p class="lead">On the keys that are saved, as a booking would. What the token says about a person is not shown.</p>
        <TokenTest
          name="identity-token"
          label="Token"
          hint="The JWT that your server puts into the page."
          button="Try it"
          maxLength={8192}
          test={(token) => api.call('testIdentity', { token })}
          details={({ kid, signedFields, expiresAt }) => (
            <>
              {kid !== undefined && <>Key {kid}. </>}
              {signedFields && signedFields.length > 0 && <>Signed for: {signedFields.join(', ')}. </>}
              {expiresAt !== undefined && <>Good until {dateAndTime(Date.parse(expiresAt))}.</>}
            </>
          )}
        />
      </section>
    </div>
  );
}

interface IdentityFormProps {
  readonly editor: PartEditor<IdentityDraft>;
}

function IdentityForm({ editor }: IdentityFormProps): JSX.Element {
  const { environment } = useApp();
  const { keys } = editor.draft.value;
  const setKeys = (next: readonly KeyDraft[]): void => {
    editor.draft.value = { ...editor.draft.value, keys: next };
  };
  const add = (): void => {
    const kid = new Date(environment.now()).toISOString().slice(0, 10);
    setKeys([...keys, { kid, alg: 'HS256', secret: '', shown: undefined, publicKey: '' }]);
  };
  const remove = (place: number): void => {
    setKeys(keys.filter((_, at) => at !== place));
    // The button that had the keyboard's place is gone.
    document.getElementById('part-title')?.focus();
  };
  return (
    <>
      {keys.length === 0 && <p class="empty-line">No key: signed identity is off, and tokens are refused.</p>}
      {keys.map((key, place) => (
        <KeyFields
          key={place}
          place={place}
          value={key}
          problems={editor.problems.value}
          onChange={(change) => setKeys(keys.map((one, at) => (at === place ? { ...one, ...change } : one)))}
          onRemove={() => remove(place)}
        />
      ))}
      <div class="actions">
        <Button onPress={add}>Add a key</Button>
      </div>
      {keys.length > 0 && <TokenRules editor={editor} />}
    </>
  );
}

/** What is asked of every token. */
function TokenRules({ editor }: IdentityFormProps): JSX.Element {
  const draft = editor.draft.value;
  const set = (change: Partial<IdentityDraft>): void => {
    editor.draft.value = { ...draft, ...change };
  };
  const line = (key: 'audience' | 'issuer' | 'maxLifetimeSeconds' | 'clockSkewSeconds', label: string, hint: string): JSX.Element => (
    <LineField
      label={label}
      name={key}
      hint={hint}
      maxLength={255}
      value={draft[key]}
      onInput={(value) => set({ [key]: value })}
      problem={editor.problems.value[`value.${key}`]}
    />
  );
  return (
    <div class="fields two">
      {line('audience', 'Audience (aud)', 'Without it a token that you sign for something else passes here.')}
      {line('issuer', 'Issuer (iss)', 'Left empty: not looked at.')}
      {line('maxLifetimeSeconds', 'Longest life of a token, seconds', '30 to 86400.')}
      {line('clockSkewSeconds', 'Clocks may differ by, seconds', '0 to 300.')}
      <Tick label="Refuse visitors whom the site has not signed for" on={draft.required} onChange={(required) => set({ required })} />
    </div>
  );
}

const ALGORITHMS: Readonly<Record<IdentityAlgorithm, string>> = {
  HS256: 'HS256, one secret for both',
  RS256: 'RS256, public key (RSA)',
  ES256: 'ES256, public key (P-256)',
};

interface KeyFieldsProps {
  readonly place: number;
  readonly value: KeyDraft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<KeyDraft>) => void;
  readonly onRemove: () => void;
}

function KeyFields({ place, value, problems, onChange, onRemove }: KeyFieldsProps): JSX.Element {
  const problem = (field: string): string | undefined => problems[`value.keys.${place}.${field}`];
  return (
    <fieldset class="card">
      <legend>{value.kid || 'New key'}</legend>
      <div class="fields two">
        <LineField
          label="Key id (kid)"
          name={`kid-${place}`}
          maxLength={100}
          value={value.kid}
          onInput={(kid) => onChange({ kid })}
          problem={problem('kid')}
        />
        <ChoiceField
          label="Algorithm"
          name={`alg-${place}`}
          value={value.alg}
          choices={Object.fromEntries(IDENTITY_ALGORITHMS.map((alg) => [alg, ALGORITHMS[alg]])) as Record<IdentityAlgorithm, string>}
          onChoose={(alg) => onChange({ alg })}
          problem={problem('alg')}
        />
      </div>
      <KeyMaterial place={place} value={value} onChange={onChange} problem={problem(value.alg === 'HS256' ? 'secret' : 'publicKey')} />
      <Button look="quiet" onPress={onRemove}>
        Remove <span class="unseen">key {value.kid}</span>
      </Button>
    </fieldset>
  );
}

type KeyMaterialProps = Pick<KeyFieldsProps, 'place' | 'value' | 'onChange'> & { readonly problem: string | undefined };

function KeyMaterial({ place, value, onChange, problem }: KeyMaterialProps): JSX.Element {
  const { environment, say } = useApp();
  if (value.alg !== 'HS256')
    return (
      <AreaField
        label="Public key, PEM"
        name={`key-${place}`}
        maxLength={10_000}
        placeholder="-----BEGIN PUBLIC KEY-----"
        value={value.publicKey}
        onInput={(publicKey) => onChange({ publicKey })}
        problem={problem}
      />
    );
  const make = async (): Promise<void> => {
    const secret = environment.newSecret();
    onChange({ secret });
    say((await environment.copy(secret)) ? 'A new secret is made and copied.' : 'A new secret is made. Copy it before you save.');
  };
  return (
    <div class="with-button">
      <LineField
        label="Secret"
        name={`secret-${place}`}
        maxLength={1024}
        placeholder={value.shown}
        hint={
          value.secret !== ''
            ? 'Take a copy to your server now: after saving it can’t be seen.'
            : value.shown !== undefined
              ? `The one that is saved (${value.shown}) stays while this is empty.`
              : 'At least 32 characters, best made by chance.'
        }
        value={value.secret}
        onInput={(secret) => onChange({ secret })}
        problem={problem}
      />
      <Button onPress={() => void make()}>Make one</Button>
    </div>
  );
}

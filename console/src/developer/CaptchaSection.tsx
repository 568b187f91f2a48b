import type { captchaPart } from '@ringback/contract';
import type { JSX } from 'preact';
import type { InferOutput } from 'valibot';
import { Button } from '../ui/Button.js';
import { captchaEditOf, captchaProblems, newKeySet, NO_CAPTCHA, toCaptchaDraft, type CaptchaDraft } from './captcha-draft.js';
import { KeySetCard } from './KeySetCard.js';
import { PartFrame } from './PartFrame.js';
import type { PartEditor } from './part-editor.js';
import { usePartEditor } from './use-part-editor.js';

type Views = InferOutput<typeof captchaPart>['value'];

/** CA3: key sets of the captcha, which of them visitors meet, and a try of each. */
export function CaptchaSection(): JSX.Element {
  const editor = usePartEditor<Views, CaptchaDraft>((api) => ({
    load: () => api.call('getCaptchaKeySets'),
    save: (version, draft) => api.call('putCaptchaKeySets', captchaEditOf(version, draft)),
    toDraft: toCaptchaDraft,
    empty: NO_CAPTCHA,
    check: captchaProblems,
  }));
  return (
    <PartFrame
      editor={editor}
      title="Captcha"
      lead="Each booking and call-in of a visitor has to show that a person stands behind it, in pages and apps alike. Secret keys are sealed and never shown again."
    >
      {() => <CaptchaForm editor={editor} />}
    </PartFrame>
  );
}

function CaptchaForm({ editor }: { readonly editor: PartEditor<CaptchaDraft> }): JSX.Element {
  const draft = editor.draft.value;
  const set = (change: Partial<CaptchaDraft>): void => {
    editor.draft.value = { ...draft, ...change };
  };
  const remove = (place: number): void => {
    const active = draft.active === place ? -1 : draft.active > place ? draft.active - 1 : draft.active;
    set({ active, sets: draft.sets.filter((_, at) => at !== place) });
    document.getElementById('part-title')?.focus();
  };
  return (
    <>
      {draft.sets.length > 0 && (
        <fieldset class="choices">
          <legend>Visitors meet</legend>
          {[-1, ...draft.sets.keys()].map((place) => (
            <label class="tick" key={place}>
              <input type="radio" name="active-set" checked={draft.active === place} onChange={() => set({ active: place })} />
              {place < 0 ? 'No captcha' : draft.sets[place]?.name || 'the new key set'}
            </label>
          ))}
        </fieldset>
      )}
      {draft.sets.length === 0 && <p class="empty-line">No key set: visitors book without a captcha.</p>}
      {draft.sets.map((keySet, place) => (
        <KeySetCard
          key={place}
          place={place}
          value={keySet}
          active={draft.active === place}
          changed={editor.changed.value}
          problems={editor.problems.value}
          onChange={(change) => set({ sets: draft.sets.map((one, at) => (at === place ? { ...one, ...change } : one)) })}
          onRemove={() => remove(place)}
        />
      ))}
      <div class="actions">
        <Button onPress={() => set({ sets: [...draft.sets, newKeySet(draft.sets.length === 0 ? 'default' : '')] })}>Add a key set</Button>
      </div>
    </>
  );
}

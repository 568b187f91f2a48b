import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FieldRegistry } from '../../../form/field-registry.js';
import { NOTES_FIELD, type Field } from '../../../form/fields.js';
import { FormFields } from '../../../form/FormFields.js';
import { Footer } from '../../../panel/Footer.js';
import { Icon } from '../../../ui/Icon.js';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';
import type { LaterViews } from './later.js';
import { busyText } from './texts.js';
import { WhenCards } from './WhenCards.js';
import { useSignal } from '../../../ui/signals.js';

export interface FormScreenProps {
  session: Session;
  registry: FieldRegistry;
  privacyUrl: string | undefined;
  later: LaterViews | undefined;
}

/** The form. When closed, the question of time comes first, else the number. */
export function FormScreen({ session, registry, privacyUrl, later }: FormScreenProps) {
  const { translator } = useKit();
  const { form, custom } = session;
  const screen = session.screen.value;
  const offer = session.offer.value;
  const body = useRef<HTMLFormElement>(null);
  useFocusField(session, body);

  if (later && offer.nothing && !session.asking.value) return <later.NothingOffered session={session} privacyUrl={privacyUrl} />;
  const notesAt = form.fields.findIndex(({ name, type }) => name === NOTES_FIELD && type === 'textarea');
  const before = notesAt < 0 ? form.fields : form.fields.slice(0, notesAt);
  const after = notesAt < 0 ? [] : form.fields.slice(notesAt);
  const cards = <WhenCards session={session} later={later} />;
  const closed = offer.open === false;

  return (
    <>
      <form
        class="body"
        ref={body}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void session.confirm();
        }}
      >
        {later && <later.ProblemNote session={session} />}
        {closed && later && <later.ClosedNote />}
        {custom?.Form ? (
          <custom.Form form={form} registry={registry} when={cards} />
        ) : (
          <>
            {closed && cards}
            <FormFields fields={before} form={form} registry={registry} />
            {!closed && cards}
            <Notes fields={after} session={session} registry={registry} />
          </>
        )}
        {later && <later.CaptchaPlace session={session} />}
        {/* Enter in a field submits only where a submit button is. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
      <Footer
        main={{ label: useConfirmLabel(session), className: 'cx-callback-confirm', onClick: () => void session.confirm() }}
        quiet={{ label: translator.text('callback.CancelButtonText'), onClick: session.requestClose.bind(session) }}
        busy={busyText(screen.sending, translator)}
        privacyUrl={privacyUrl}
      />
    </>
  );
}

function useConfirmLabel(session: Session): string {
  const { translator, times, environment } = useKit();
  const when = session.when.value;
  if (when.way === 'now') return translator.text('callback.ConfirmButtonText');
  if (when.time === undefined) return translator.text('callback.CallbackOptionPickDateTime');
  return translator.text('ringback.ConfirmTime', { Time: times.button(when.time, environment.now()) });
}

/** Notes stay folded away until somebody wants them. */
function Notes({ fields, session, registry }: { fields: readonly Field[]; session: Session; registry: FieldRegistry }) {
  const { translator } = useKit();
  const open = useSignal(session.form.value(NOTES_FIELD) !== '');
  const wrapper = useRef<HTMLDivElement>(null);
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (wanted.current) wrapper.current?.querySelector('textarea')?.focus();
  }, [open.value]);
  const [notes, ...rest] = fields;
  if (!notes) return null;
  const unfold = (): void => {
    wanted.current = true;
    open.value = true;
  };
  return (
    <>
      {open.value || notes.required ? (
        <div class="unfold" ref={wrapper}>
          <FormFields fields={[notes]} form={session.form} registry={registry} />
        </div>
      ) : (
        <button type="button" class="link" onClick={unfold}>
          <Icon name="plus" />
          {translator.text('ringback.AddNote')}
        </button>
      )}
      <FormFields fields={rest} form={session.form} registry={registry} />
    </>
  );
}

/** A field that the flow points at gets the focus, once it is drawn. */
function useFocusField(session: Session, body: { current: HTMLFormElement | null }): void {
  const name = session.focusField.value;
  useLayoutEffect(() => {
    if (name === undefined) return;
    body.current?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
    session.focusField.value = undefined;
  }, [name]);
}

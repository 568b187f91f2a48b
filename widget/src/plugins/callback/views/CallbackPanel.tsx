import type { FieldRegistry } from '../../../form/field-registry.js';
import { Footer } from '../../../panel/Footer.js';
import { Panel } from '../../../panel/Panel.js';
import type { LoadFormat } from '../../../phone/use-format.js';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';
import { FormScreen } from './FormScreen.js';
import type { LaterViews } from './later.js';
import type { OverlayContent } from './Overlay.js';
import type { ReadonlySignal } from '../../../ui/signals.js';

export interface CallbackPanelProps {
  session: Session;
  registry: FieldRegistry;
  privacyUrl: string | undefined;
  minimized: ReadonlySignal<boolean>;
  overlay: ReadonlySignal<OverlayContent | undefined>;
  /** What is to be said to screen readers. */
  said: ReadonlySignal<string>;
  loadFormat: LoadFormat;
  /** The other screens, once they are there. */
  later: ReadonlySignal<LaterViews | undefined>;
  onMinimize(minimized: boolean): void;
  onOverlayClose(): void;
  onClose(): void;
}

/** The whole panel of one session. */
export function CallbackPanel(props: CallbackPanelProps) {
  const { session, overlay } = props;
  const kit = useKit();
  const { translator } = kit;
  const screen = session.screen.value;
  const later = props.later.value;
  const inPicker = screen.at === 'picker' || screen.at === 'move';
  const title = translator.text(inPicker ? 'callback.CallbackOptionPickDateTime' : 'callback.CallbackTitle');
  const minimized = props.minimized.value && later !== undefined;
  const request = screen.at === 'request' ? later?.requestStatus(screen.booked, translator) : undefined;
  // Where the question can't be asked yet, nothing may keep the panel open.
  const close = (): void => (later ? session.requestClose() : props.onClose());
  const form = screen.at === 'form' ? later?.formStatus(session.offer.value, kit) : undefined;
  const status = request ?? form ?? { text: inPicker ? translator.text('callback.CallbackTitle') : undefined, tone: undefined };

  return (
    <>
      {minimized && (
        <later.MinimizedBar
          title={translator.text('callback.CallbackTitle')}
          status={'booked' in screen ? later.pillText(screen.booked, translator) : status.text}
          onRestore={() => props.onMinimize(false)}
        />
      )}
      {/* Kept while minimized: what was typed stays, and so does the focus. */}
      <div class={isShort(session, overlay) ? 'dock low' : 'dock'} hidden={minimized}>
        <Panel
          title={title}
          status={status.text}
          tone={status.tone}
          step={request?.step ?? screen.at}
          onBack={inPicker ? () => session.back() : undefined}
          onMinimize={() => props.onMinimize(true)}
          onClose={close}
          onEscape={() => (inPicker ? session.back() : close())}
          over={<Over {...props} />}
        >
          <CurrentScreen {...props} />
        </Panel>
      </div>
      <div class="said" role="status" aria-live="polite">
        {props.said.value}
      </div>
    </>
  );
}

/** Screens that need no room to type or choose: on a phone their sheet is as high as what it says. */
function isShort({ screen, offer, asking }: Session, overlay: CallbackPanelProps['overlay']): boolean {
  const { at } = screen.value;
  return !overlay.value && (at === 'request' || (at === 'form' && offer.value.nothing && !asking.value));
}

function CurrentScreen({ session, registry, privacyUrl, loadFormat, later: { value: later } }: CallbackPanelProps) {
  const screen = session.screen.value;
  switch (screen.at) {
    case 'form':
      return (
        <FormScreen
          session={session}
          registry={{ ...registry, ...later?.fields, ...session.custom?.drawings }}
          privacyUrl={privacyUrl}
          later={later}
        />
      );
    case 'picker':
    case 'move':
      return later ? <later.PickerScreen session={session} /> : <NotYet session={session} />;
    case 'request':
      return later ? (
        <later.RequestScreen session={session} booked={screen.booked} loadFormat={loadFormat} />
      ) : (
        <NotYet session={session} />
      );
    default:
      return screen satisfies never;
  }
}

/** The rest of the panel is still on its way: what is known stands in words. */
function NotYet({ session }: { session: Session }) {
  const { translator } = useKit();
  const isBooked = session.screen.value.at === 'request';
  return (
    <>
      <div class="body" aria-busy="true">
        <p>{isBooked && translator.text('callback.CallbackConfirmDescription')}</p>
      </div>
      <Footer main={{ label: translator.text('callback.CallbackDone'), onClick: () => session.requestClose() }} />
    </>
  );
}

function Over({ session, overlay, onOverlayClose, onClose, later: { value: later } }: CallbackPanelProps) {
  const question = session.question.value;
  const content = overlay.value;
  if (!later) return null;
  if (question) return <later.OpenQuestion question={question} session={session} onDiscard={onClose} />;
  return content && <later.Overlay content={content} onClose={onOverlayClose} />;
}

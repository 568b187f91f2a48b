import { Footer } from '../../../panel/Footer.js';
import { useKit } from '../../../ui/kit.js';
import { Note } from '../../../ui/Note.js';
import type { Session } from '../session.js';

/** Instead of the form, when nothing can be booked: why, and when to come back. */
export function NothingOffered({ session, privacyUrl }: { session: Session; privacyUrl: string | undefined }) {
  const { translator, times, environment } = useKit();
  const { open, nextOpening } = session.offer.value;
  const closed = open === false;
  return (
    <>
      <div class="body">
        <Note icon="clock" title={translator.text(closed ? 'ringback.ClosedTitle' : 'ringback.NothingTitle')}>
          {nextOpening === undefined
            ? translator.text('ringback.NothingBody')
            : translator.text('ringback.ClosedNothing', { Time: times.near(nextOpening, environment.now()) })}
        </Note>
      </div>
      <Footer
        main={{ label: translator.text('callback.CallbackDone'), onClick: session.requestClose.bind(session) }}
        privacyUrl={privacyUrl}
      />
    </>
  );
}

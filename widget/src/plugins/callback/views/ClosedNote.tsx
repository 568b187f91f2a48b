import { useKit } from '../../../ui/kit.js';
import { Note } from '../../../ui/Note.js';

/** Over the form while the business is closed: what can be had all the same. */
export function ClosedNote() {
  const { text } = useKit().translator;
  return (
    <Note icon="clock" title={text('ringback.ClosedTitle')}>
      {text('ringback.ClosedBook')}
    </Note>
  );
}

import { Question } from '../../../panel/Question.js';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';

/** Asked before a booked call is given up. */
export function CancelQuestion({ session, onKeep }: { session: Session; onKeep(): void }) {
  const { text } = useKit().translator;
  return (
    <Question
      title={text('ringback.CancelQuestion')}
      body={text('ringback.CancelQuestionBody')}
      keep={{ label: text('ringback.KeepCall'), onClick: onKeep }}
      go={{ label: text('ringback.CancelCall'), onClick: () => void session.cancelCall() }}
    />
  );
}

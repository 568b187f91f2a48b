import { Question } from '../../../panel/Question.js';
import { useKit } from '../../../ui/kit.js';
import type { OpenQuestion as Asked, Session } from '../session.js';

export interface OpenQuestionProps {
  question: Asked;
  session: Session;
  onDiscard(): void;
}

/** Asked before something is lost: what was typed, or a booked call. */
export function OpenQuestion({ question, session, onDiscard }: OpenQuestionProps) {
  const { text } = useKit().translator;
  const keep = (): void => void (session.question.value = undefined);
  switch (question) {
    case 'discard':
      return (
        <Question
          title={text('callback.CallbackCloseConfirm')}
          keep={{ label: text('callback.CallbackNoButtonText'), onClick: keep }}
          go={{ label: text('callback.CallbackYesButtonText'), onClick: onDiscard }}
        />
      );
    case 'cancel-call':
      return (
        <Question
          title={text('ringback.CancelQuestion')}
          body={text('ringback.CancelQuestionBody')}
          keep={{ label: text('ringback.KeepCall'), onClick: keep }}
          go={{ label: text('ringback.CancelCall'), onClick: () => void session.cancelCall() }}
        />
      );
    default:
      return question satisfies never;
  }
}

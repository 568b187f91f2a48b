import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKit } from '../../ui/kit.js';
import type { CodeQuestion } from './caller-pass.js';
import type { Scene } from './scene.js';

/** The code that reaches the visitor's number, before the request counts. */
export function CodeScreen({ question, say }: Pick<Scene, 'say'> & { question: CodeQuestion }) {
  const { translator, environment } = useKit();
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => body.current?.querySelector('input')?.focus({ preventScroll: true }), []);
  const { Step, state, ...rest } = question;
  const told = say(state.value.check.way === 'sms' ? 'CodeSms' : 'CodeVoice');
  return (
    <div class="body step" ref={body}>
      <Step state={state} told={told} translator={translator} environment={environment} mayChange={() => true} {...rest} />
    </div>
  );
}

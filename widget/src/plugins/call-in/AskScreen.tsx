import { CaptchaSlot } from '../../panel/captcha/CaptchaSlot.js';
import { Footer } from '../../panel/Footer.js';
import { loadFormat } from '../../phone/load-format.js';
import { PhoneField } from '../../phone/PhoneField.js';
import { useKit } from '../../ui/kit.js';
import { Note } from '../../ui/Note.js';
import { Hero } from './Hero.js';
import { openingText, ProblemNote } from './ProblemNote.js';
import type { OwnNumber } from './own-number.js';
import type { Scene } from './scene.js';

/** The first step: what will happen, and the visitor's number where it is needed. */
export function AskScreen(scene: Scene) {
  const { view, way, own, offers, say, acts, isBusy } = scene;
  const { lang } = useKit().translator;
  const isImmediate = way === 'immediate';
  const isClosed = !isImmediate && offers?.open === false;
  const isSending = isBusy || view.state.at === 'requesting';
  return (
    <>
      <form
        class="body"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending && !isClosed) acts.ask();
        }}
      >
        <ProblemNote {...scene} />
        <Hero icon="phone" tone="busy" title={say(isImmediate ? 'NowTitle' : 'LaterTitle')}>
          <p>{say(isImmediate ? 'NowBody' : 'LaterBody')}</p>
        </Hero>
        {isClosed && (
          <Note icon="clock" title={say('ClosedTitle')}>
            {offers?.nextOpening !== undefined && say('Opens', { Time: openingText(offers.nextOpening, lang) })}
          </Note>
        )}
        {own && !isClosed && <NumberField {...scene} own={own} />}
        <CaptchaSlot />
        {/* Enter in a field submits only where a submit button is. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
      <Footer
        main={{ label: say(isImmediate ? 'GetNumber' : 'KeepPlace'), onClick: acts.ask, disabled: isClosed }}
        quiet={{ label: say('Cancel'), onClick: isSending ? () => acts.answer(true) : acts.close }}
        busy={isSending ? say('Sending') : undefined}
      />
    </>
  );
}

function NumberField({ own, countryCodes, say }: Scene & { own: OwnNumber }) {
  const { text } = useKit().translator;
  return (
    <PhoneField
      id="rb-own-number"
      name="phonenumber"
      label={text('callback.CallbackPhoneNumber')}
      mark={text('callback.CallbackPlaceholderRequired')}
      value={own.value}
      error={own.problem && say(own.problem)}
      pickCountry={countryCodes}
      onChange={(value) => own.type(value)}
      loadFormat={loadFormat}
    />
  );
}

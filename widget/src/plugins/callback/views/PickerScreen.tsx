import { useEffect } from 'preact/hooks';
import { Footer } from '../../../panel/Footer.js';
import type { PickerModel } from '../../../panel/picker/picker-model.js';
import { SlotPicker } from '../../../panel/picker/SlotPicker.js';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';
import { CaptchaPlace } from './CaptchaPlace.js';
import { ProblemNote } from './ProblemNote.js';
import { busyText } from './texts.js';

/** Few enough to be worth a word. */
const FEW_PLACES = 3;

/** Milliseconds between two looks at whether the times on show are still free. */
const LOOK_AGAIN = 20_000;

/** Day and time, to book at or to move to. */
export function PickerScreen({ session }: { session: Session }) {
  const { translator, times, environment } = useKit();
  const picker = session.picker.value;
  const slot = picker?.slot.value;
  useLookAgain(picker);
  const label = slot
    ? translator.text('ringback.ConfirmTime', { Time: times.button(slot.time, environment.now()) })
    : translator.text('ringback.ChooseTimeFirst');
  const few = slot && slot.capacity > 0 && slot.capacity <= FEW_PLACES;
  return (
    <>
      <div class="body">
        <ProblemNote session={session} />
        {picker ? <SlotPicker picker={picker} /> : <div class="picker" />}
        <CaptchaPlace session={session} />
      </div>
      <Footer
        main={{ label, className: 'cx-callback-confirm', disabled: !slot, onClick: () => void session.confirm() }}
        quiet={{ label: translator.text('ringback.Back'), onClick: () => session.back() }}
        busy={busyText(session.screen.value.sending, translator)}
        fine={few ? translator.plural('ringback.PlacesLeft', slot.capacity) : undefined}
      />
    </>
  );
}

/** While somebody looks, others book. */
function useLookAgain(picker: PickerModel | undefined): void {
  const { environment } = useKit();
  useEffect(() => {
    let callOff = (): void => undefined;
    const wait = (): void => {
      callOff = environment.after(LOOK_AGAIN, () => {
        if (environment.document.visibilityState !== 'hidden') void picker?.refresh();
        wait();
      });
    };
    wait();
    return () => callOff();
  }, [picker]);
}

import { Footer } from '../../../panel/Footer.js';
import { SlotPicker } from '../../../panel/picker/SlotPicker.js';
import { useKit } from '../../../ui/kit.js';
import type { Session } from '../session.js';
import { ProblemNote } from './ProblemNote.js';
import { busyText } from './texts.js';

/** Few enough to be worth a word. */
const FEW_PLACES = 3;

/** Day and time, to book at or to move to. */
export function PickerScreen({ session }: { session: Session }) {
  const { translator, times, environment } = useKit();
  const picker = session.picker.value;
  const slot = picker?.slot.value;
  const label = slot
    ? translator.text('ringback.ConfirmTime', { Time: times.button(slot.time, environment.now()) })
    : translator.text('ringback.ChooseTimeFirst');
  const few = slot && slot.capacity > 0 && slot.capacity <= FEW_PLACES;
  return (
    <>
      <div class="body">
        <ProblemNote session={session} />
        {picker ? <SlotPicker picker={picker} /> : <div class="picker" />}
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

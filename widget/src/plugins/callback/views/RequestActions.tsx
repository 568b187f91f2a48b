import { Icon, type IconName } from '../../../ui/Icon.js';
import { useKit } from '../../../ui/kit.js';
import type { Booked } from '../flow.js';
import type { RequestView } from '../request-view.js';
import type { Session } from '../session.js';

export interface RequestActionsProps {
  session: Session;
  booked: Booked;
  view: RequestView;
  onCalendarFile(): void;
}

/** What can be done with a request now; what can't isn't there. */
export function RequestActions({ session, booked: { callback }, view, onCalendarFile }: RequestActionsProps) {
  const { translator } = useKit();
  const busy = session.screen.value.sending !== undefined;
  const actions: ActionProps[] = [
    ...(view.kind === 'scheduled'
      ? [{ icon: 'calendar', label: translator.text('ringback.CalendarFile'), onClick: onCalendarFile } as const]
      : []),
    ...(callback?.canReschedule
      ? [{ icon: 'change', label: translator.text('ringback.Change'), onClick: () => session.openPicker() } as const]
      : []),
    ...(callback?.canCancel
      ? [
          {
            icon: 'close',
            label: translator.text('ringback.CancelCall'),
            bad: true,
            onClick: () => (session.question.value = 'cancel-call'),
          } as const,
        ]
      : []),
  ];
  if (actions.length === 0) return null;
  return (
    <div class={`acts of${actions.length}`}>
      {actions.map((action) => (
        <Action key={action.icon} {...action} disabled={busy} />
      ))}
    </div>
  );
}

interface ActionProps {
  icon: IconName;
  label: string;
  bad?: boolean;
  disabled?: boolean;
  onClick(): unknown;
}

function Action({ icon, label, bad, disabled, onClick }: ActionProps) {
  return (
    <button type="button" class={bad ? 'act bad' : 'act'} aria-disabled={disabled || undefined} onClick={() => !disabled && onClick()}>
      <Icon name={icon} />
      {label}
    </button>
  );
}

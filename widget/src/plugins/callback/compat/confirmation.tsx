import { h, render } from 'preact';
import type { MainOptions } from '../../../options/widget-options.js';
import panelCss from '../../../panel/panel.css?inline';
import { KitContext, useKit, type Kit } from '../../../ui/kit.js';
import { make } from '../../../ui/page-nodes.js';
import { panelTheme } from '../../../ui/page-theme.js';
import { createStyledRoot } from '../../../ui/shadow-root.js';
import type { Booked } from '../flow.js';
import { isOver, viewOf } from '../request-view.js';
import type { Session } from '../session.js';
import { laterViews } from '../views/later.js';
import { PlaceInLine } from '../views/PlaceInLine.js';
import { RequestActions } from '../views/RequestActions.js';
import { heroText } from '../views/RequestScreen.js';
import { saveCalendarFile } from '../views/save-calendar-file.js';
import { ScheduledTime } from '../views/ScheduledTime.js';
import { localized, type WindowParts } from './window.js';

/** In the panel its parts stand in a column of the body. */
const LIVE_CSS = '.alone{display:grid;gap:14px}';

export interface ConfirmationParts extends WindowParts {
  readonly kit: Kit;
  readonly session: Session;
  readonly main: Pick<MainOptions, 'theme'>;
}

/** The vendor's success page; what goes on live is below it, in a shadow root of its own. */
export interface Confirmation {
  readonly element: HTMLElement;
  /** Follows the request: to be called in an effect. */
  update(booked: Booked): void;
  end(): void;
}

export function createConfirmation(parts: ConfirmationParts): Confirmation {
  const { document, kit, session } = parts;
  const heading = localized(parts, 'h3', 'cx-confirm-description', 'callback.CallbackConfirmDescription');
  heading.id = 'cx-callback-result';
  const description = localized(parts, 'p', 'cx-number-description', 'callback.CallbackNumberDescription');
  description.id = 'cx-callback-result-desc';
  const number = make(document, 'p', 'cx-callback-number');
  Object.assign(number, { id: 'cx-callback-result-number', dir: 'ltr' });
  const live = make(document, 'ringback-request' as 'div', '');
  const wrapper = make(document, 'div', 'cx-confirmation-wrapper', heading, description, number, live);
  const element = make(document, 'div', 'cx-confirmation', wrapper);
  element.setAttribute('role', 'dialog');
  element.setAttribute('aria-labelledby', 'cx-callback-result cx-callback-result-desc cx-callback-result-number');
  element.tabIndex = -1;

  const { root } = createStyledRoot(live, panelCss + laterViews.css + LIVE_CSS);
  render(h(KitContext.Provider, { value: kit }, h(Live, { session, theme: panelTheme(parts.main) })), root);
  let shown: string | undefined;
  return {
    element,
    update(booked) {
      const view = viewOf(booked);
      const text = heroText(view, kit);
      number.textContent = text.number ? booked.phoneNumber : '';
      // Only what has changed: sites replace the words of the first picture with their own.
      const kind = isOver(view) || !['scheduled', 'placing', 'waiting'].includes(view.kind) ? view.kind : 'booked';
      if (shown !== undefined && shown !== kind) {
        heading.textContent = text.title;
        description.textContent = text.body;
      }
      shown = kind;
    },
    end: () => render(null, root),
  };
}

/** Place, time and actions of the request, or the calendar to move it by. */
function Live({ session, theme }: { session: Session; theme: string }) {
  const kit = useKit();
  const screen = session.screen.value;
  if (!('booked' in screen)) return null;
  const { booked } = screen;
  const view = viewOf(booked);
  if (screen.at === 'move') {
    return (
      <div class={`rb alone ${theme}`}>
        <laterViews.PickerScreen session={session} />
      </div>
    );
  }
  return (
    <div class={`rb alone ${theme}`}>
      {view.kind === 'scheduled' && <ScheduledTime time={view.time} businessZone={session.offer.value.businessZone} />}
      {(view.kind === 'waiting' || view.kind === 'placing') && booked.connection !== 'none' && (
        <PlaceInLine view={view} connection={booked.connection} />
      )}
      {!isOver(view) && (
        <RequestActions session={session} booked={booked} view={view} onCalendarFile={() => saveCalendarFile(session, kit)} />
      )}
    </div>
  );
}

/*
 * What is seen only after something was done. The panel fetches it as soon as the form stands:
 * the form is usable with half of the bytes, and nobody is faster than the rest.
 */
import { englishLater } from '../../../i18n/english-later.js';
import laterCss from '../../../panel/later.css?inline';
import { moreFields } from '../../../form/fields/more-fields.js';
import { laterIcons } from '../../../ui/later-icons.js';
import { createTimeText } from '../../../ui/time-text.js';
import { CaptchaPlace } from './CaptchaPlace.js';
import { ClosedNote } from './ClosedNote.js';
import { MinimizedBar } from './MinimizedBar.js';
import { createBooking } from '../booking.js';
import { knownOffer } from '../known-offer.js';
import { NothingOffered } from './NothingOffered.js';
import { OpenQuestion } from './OpenQuestion.js';
import { Overlay } from './Overlay.js';
import { PickerScreen } from './PickerScreen.js';
import { ProblemNote } from './ProblemNote.js';
import { RequestScreen } from './RequestScreen.js';
import { pillText, requestStatus } from './request-status.js';
import { showOverlay } from './show-overlay.js';
import { formStatus } from './status-line.js';
import { nowText, timeText } from './when-text.js';

export const laterViews = {
  CaptchaPlace,
  ClosedNote,
  MinimizedBar,
  NothingOffered,
  OpenQuestion,
  Overlay,
  PickerScreen,
  ProblemNote,
  RequestScreen,
  createBooking,
  createTimeText,
  formStatus,
  knownOffer,
  nowText,
  pillText,
  requestStatus,
  showOverlay,
  timeText,
  fields: moreFields,
  icons: laterIcons,
  css: laterCss,
  texts: englishLater,
};
export type LaterViews = typeof laterViews;

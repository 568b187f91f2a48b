/*
 * What is seen only after something was done. The panel fetches it as soon as the form stands:
 * the form is usable with half of the bytes, and nobody is faster than the rest.
 */
import laterCss from '../../../panel/later.css?inline';
import { MinimizedBar } from './MinimizedBar.js';
import { Overlay } from './Overlay.js';
import { PickerScreen } from './PickerScreen.js';
import { ProblemNote } from './ProblemNote.js';
import { RequestScreen } from './RequestScreen.js';

export const laterViews = { MinimizedBar, Overlay, PickerScreen, ProblemNote, RequestScreen, css: laterCss };
export type LaterViews = typeof laterViews;

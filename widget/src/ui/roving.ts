/** Where one item of a wrapping grid stands, in pixels. */
export interface Place {
  readonly top: number;
  readonly left: number;
}

export interface GridMove {
  readonly key: string;
  /** Index of the item with the focus. */
  readonly from: number;
  /** All items in order, as laid out. */
  readonly places: readonly Place[];
  readonly rtl: boolean;
}

/** Rows that a page key moves by. */
const PAGE = 4;

/** Where an arrow, Home, End or page key leads; `undefined` when it leads nowhere, or isn't such a key. */
export function gridTarget(move: GridMove): number | undefined {
  const { key, from, places, rtl } = move;
  const last = places.length - 1;
  const at = (index: number): number | undefined => (index >= 0 && index <= last && index !== from ? index : undefined);
  switch (key) {
    case 'ArrowLeft':
      return at(from + (rtl ? 1 : -1));
    case 'ArrowRight':
      return at(from + (rtl ? -1 : 1));
    case 'ArrowUp':
      return rowTarget(move, -1);
    case 'ArrowDown':
      return rowTarget(move, 1);
    case 'PageUp':
      return rowTarget(move, -PAGE) ?? at(0);
    case 'PageDown':
      return rowTarget(move, PAGE) ?? at(last);
    case 'Home':
      return at(0);
    case 'End':
      return at(last);
    default:
      return undefined;
  }
}

/** The nearest item so many rows away: rows may be of different lengths. */
function rowTarget({ from, places }: GridMove, rows: number): number | undefined {
  const own = places[from];
  if (!own) return undefined;
  const tops = [...new Set(places.map(({ top }) => top))].sort((a, b) => a - b);
  const top = tops[tops.indexOf(own.top) + rows];
  const inRow = places.flatMap((place, index) => (place.top === top ? [{ index, distance: Math.abs(place.left - own.left) }] : []));
  return inRow.sort((a, b) => a.distance - b.distance)[0]?.index;
}

/** Places of elements as laid out now. */
export const placesOf = (elements: readonly HTMLElement[]): Place[] =>
  elements.map((element) => {
    const { top, left } = element.getBoundingClientRect();
    return { top: Math.round(top), left: Math.round(left) };
  });

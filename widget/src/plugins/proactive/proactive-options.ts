import { isObject, readFields } from '../../options/read-fields.js';
import { proactiveFields } from '../../options/section-fields.js';

export interface ProactiveOptions {
  /** Seconds on the page. */
  readonly afterSeconds: number | undefined;
  /** Of the page's height, that has been seen. */
  readonly scrollPercent: number | undefined;
  /** The pointer leaves the window at its top. */
  readonly exitIntent: boolean;
  readonly show: 'invitation' | 'panel';
  readonly title: string | undefined;
  readonly text: string | undefined;
}

const ON = { afterSeconds: 30, exitIntent: true };

/** Reads the option `proactive`. `undefined`: it is off, or nothing would set it off. */
export function readProactive(given: unknown): ProactiveOptions | undefined {
  const section = given === true || given === 'true' ? ON : given;
  if (!isObject(section)) return undefined;
  const options = readFields(section, proactiveFields, '', () => {});
  const { afterSeconds, scrollPercent, exitIntent } = options;
  return afterSeconds !== undefined || scrollPercent !== undefined || exitIntent ? options : undefined;
}

const SECOND_MS = 1_000;

/** Whole seconds between two instants; 0 when a clock runs ahead, or when one of them could not be read. */
export function secondsBetween(fromMs: number, toMs: number): number {
  const ms = toMs - fromMs;
  return ms > 0 ? Math.floor(ms / SECOND_MS) : 0;
}

/** `4:50`, `1:02:03`, for whole or broken seconds. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** The value of a `<time>` element for a duration: `PT4M50S`. */
export function isoDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `PT${Math.floor(whole / 3600)}H${Math.floor(whole / 60) % 60}M${whole % 60}S`;
}

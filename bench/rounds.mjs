/* Measuring in turns: what is compared runs in the same minutes on the same machine, so that noise meets all of it alike. */

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One after the other, round by round, every second round backwards. The first round is for warming up and not counted.
 * @template {string} Name
 * @param {Readonly<Record<Name, () => Promise<number>>>} contestants each resolves with its rate per second
 * @param {number} rounds
 * @returns {Promise<Record<Name, number[]>>}
 */
export async function inTurns(contestants, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(contestants));
  const rates = /** @type {Record<Name, number[]>} */ (Object.fromEntries(names.map((name) => [name, []])));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const rate = await contestants[name]();
      if (round > 0) rates[name].push(rate);
    }
  }
  return rates;
}

/**
 * Median over the rounds of one contestant's rate as a share of another's in the same round.
 * @param {readonly number[]} part @param {readonly number[]} whole
 */
export const share = (part, whole) => median(part.map((rate, round) => rate / whole[round]));

/**
 * Keeps `lanes` of an operation under way for a while.
 * @param {{ lanes: number, seconds: number }} load
 * @param {(lane: number) => Promise<unknown>} operation
 * @returns {Promise<number>} finished operations per second
 */
export async function rateOf({ lanes, seconds }, operation) {
  const from = performance.now();
  const end = from + seconds * 1000;
  let finished = 0;
  const drive = async (lane) => {
    while (performance.now() < end) {
      await operation(lane);
      finished += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => drive(lane)));
  return (finished * 1000) / (performance.now() - from);
}

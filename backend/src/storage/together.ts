/** What goes in one statement at most. */
const MOST_TOGETHER = 200;
/** While several come at once, from the end of one statement to the begin of the next. */
const PAUSE_MS = 4;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What is asked of many at once, in one statement. */
export interface Together<Ask, Answer> {
  /** Two of one name never go together; undefined: any may. */
  readonly nameOf?: (ask: Ask) => string;
  /** Resolves with the answers in the order of what was asked. */
  readonly askAll: (asks: readonly Ask[]) => Promise<readonly Answer[]>;
}

/**
 * Asks at once when nothing is under way. What comes while a statement is under way goes together in the next, and after one that was for
 * several the next waits some milliseconds: so a flood costs 200 of them a second at most, and whoever comes alone waits for nobody.
 */
export function together<Ask, Answer>({ nameOf, askAll }: Together<Ask, Answer>): (ask: Ask) => Promise<Answer> {
  let waiting: Waiting<Ask, Answer>[] = [];
  let busy = false;
  const take = (): Waiting<Ask, Answer>[] => {
    const batch: Waiting<Ask, Answer>[] = [];
    const later: Waiting<Ask, Answer>[] = [];
    const names = new Set<string>();
    for (const one of waiting) {
      const name = nameOf?.(one.ask);
      const fits = batch.length < MOST_TOGETHER && (name === undefined || !names.has(name));
      if (name !== undefined) names.add(name);
      (fits ? batch : later).push(one);
    }
    waiting = later;
    return batch;
  };
  const work = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const batch = take();
      await answerAll(batch, askAll);
      if (batch.length > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    busy = false;
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (!busy) void work();
    });
}

async function answerAll<Ask, Answer>(
  batch: readonly Waiting<Ask, Answer>[],
  askAll: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await askAll(batch.map(({ ask }) => ask));
    for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

import { afterEach, describe, expect, it } from 'vitest';
import { rehearse } from '../../src/rehearse.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

/* The panel is opened once where nobody sees it, so that the visitor's opening is the second. */

const stages = () => [...document.documentElement.children].filter((element) => element.shadowRoot);
const dialogs = () => stages().flatMap((stage) => [...(stage.shadowRoot?.querySelectorAll('[role=dialog] input[type=tel]') ?? [])]);

afterEach(() => stages().forEach((stage) => stage.remove()));

/** More idle moments than there are pieces, with what stands on the page after each. */
async function idleMoments(isOver: () => boolean) {
  const environment = fakeEnvironment();
  const before = document.activeElement;
  const rehearsal = rehearse(environment, isOver);
  const drawn: number[] = [];
  let wasHidden = true;
  for (let moment = 0; moment < 5; moment += 1) {
    await environment.becomeIdle();
    await environment.settle();
    drawn.push(dialogs().length);
    wasHidden &&= stages().every((stage) => stage instanceof HTMLElement && stage.inert && stage.style.opacity === '0');
  }
  await rehearsal;
  return { environment, drawn, wasHidden, focusMoved: document.activeElement !== before };
}

describe('the rehearsal', () => {
  it('[WI10] draws the form out of sight, a piece in each idle moment, and leaves, fetches, stores and says nothing', async () => {
    const { environment, drawn, wasHidden, focusMoved } = await idleMoments(() => false);
    expect(drawn).toEqual([0, 1, 1, 0, 0]);
    expect({ wasHidden, focusMoved }).toEqual({ wasHidden: true, focusMoved: false });
    expect(stages()).toEqual([]);
    expect([environment.requests, [...environment.stored], environment.warnings, environment.streams]).toEqual([[], [], [], []]);
    expect(environment.pendingTimers()).toBe(0);
  });

  it('[WI10] ends where it is as soon as the real panel comes', async () => {
    let moments = 0;
    const { drawn } = await idleMoments(() => ++moments > 2);
    expect(drawn).toEqual([0, 1, 0, 0, 0]);
    expect(stages()).toEqual([]);
  });
});

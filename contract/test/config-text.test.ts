import fc from 'fast-check';
import { expect, it } from 'vitest';
import demo from '../../backend/src/config/demo-config.json' with { type: 'json' };
import { type Config, configText, parseConfigFile } from '../src/index.js';

function parsed(input: unknown): Config {
  const result = parseConfigFile(input);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

it('a configuration written as text is read as itself', () => {
  const config = parsed(demo);
  expect(parsed(JSON.parse(JSON.stringify(configText(config))))).toEqual(config);
});

it('[BH1] so are any hours, to midnight and of a day that is left out', () => {
  const minute = fc.integer({ min: 0, max: 1440 });
  const interval = fc
    .tuple(minute, minute)
    .filter(([open, close]) => open !== close)
    .map(([open, close]) => [Math.min(open, close), Math.max(open, close)] as [number, number]);
  const day = fc.option(fc.array(interval, { maxLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ sun: day, wed: day, sat: day }), day, (weekly, exception) => {
      const config = parsed(demo);
      const [first, ...others] = config.businessHours;
      if (!first) throw new Error('the demo has hours');
      const exceptions = exception ? [{ date: '2026-12-25', intervals: exception }] : [{ date: '2026-12-25', closed: true as const }];
      const edited: Config = { ...config, businessHours: [{ ...first, weekly, exceptions }, ...others] };
      expect(parsed(JSON.parse(JSON.stringify(configText(edited))))).toEqual(JSON.parse(JSON.stringify(edited)));
    }),
  );
});

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  apiKeyCheck,
  attemptReport,
  availabilityQuery,
  bridgeEvent,
  bridgeReply,
  bridgeRequest,
  bulkCancelParams,
  callInMatch,
  callbackIdParams,
  callbackListQuery,
  capacityStatement,
  consoleUserEdit,
  createCallback,
  createCallIn,
  eraseParams,
  ewtQuery,
  identityEdit,
  numberRuleEdit,
  pageToWorker,
  pushPayload,
  pushTargetsParams,
  resendCode,
  scheduleOwn,
  telephonyAgent,
  telephonyCallback,
  workerToPage,
} from '../src/index.js';

interface Examples {
  valid: { name: string; value: unknown }[];
  invalid: { name: string; value: unknown; path: string }[];
}

const files = import.meta.glob<Examples>('../examples/*.json', { eager: true, import: 'default' });
const schemas: Record<string, { schema: v.GenericSchema; rule: string }> = {
  'create-callback': { schema: createCallback, rule: 'CB1' },
  'callback-id': { schema: callbackIdParams, rule: 'CB6' },
  'availability-query': { schema: availabilityQuery, rule: 'SL6' },
  'schedule-own': { schema: scheduleOwn, rule: 'CB9' },
  'ewt-query': { schema: ewtQuery, rule: 'QU1' },
  'push-payload': { schema: pushPayload, rule: 'PU2' },
  'worker-message': { schema: pageToWorker, rule: 'SW2' },
  'number-rule-edit': { schema: numberRuleEdit, rule: 'NV2' },
  'capacity-statement': { schema: capacityStatement, rule: 'SL5' },
  'user-edit': { schema: consoleUserEdit, rule: 'SE2' },
  'bulk-cancel': { schema: bulkCancelParams, rule: 'CB6' },
  'callback-list-query': { schema: callbackListQuery, rule: 'SC4' },
  'erase-params': { schema: eraseParams, rule: 'SE4' },
  'worker-to-page': { schema: workerToPage, rule: 'SW1' },
  'bridge-reply': { schema: bridgeReply, rule: 'BR3' },
  'bridge-event': { schema: bridgeEvent, rule: 'BR3' },
  'create-call-in': { schema: createCallIn, rule: 'CI2' },
  'call-in-match': { schema: callInMatch, rule: 'CI4' },
  'resend-code': { schema: resendCode, rule: 'SE5' },
  'identity-edit': { schema: identityEdit, rule: 'WI12' },
  'api-key-check': { schema: apiKeyCheck, rule: 'SE1' },
  'push-targets': { schema: pushTargetsParams, rule: 'PU2' },
  'bridge-request': { schema: bridgeRequest, rule: 'BR3' },
  'telephony-callback': { schema: telephonyCallback, rule: 'CB3' },
  'attempt-report': { schema: attemptReport, rule: 'TE1' },
  'telephony-agent': { schema: telephonyAgent, rule: 'TE1' },
};
const fileOf = (name: string): Examples => {
  const file = files[`../examples/${name}.json`];
  if (!file) throw new Error(`contract/examples/${name}.json is missing`);
  return file;
};

it('every example file has its schema, so none lies unread', () => {
  expect(
    Object.keys(files)
      .map((path) => path.replace(/^.*\/(.*)\.json$/, '$1'))
      .toSorted(),
  ).toEqual(Object.keys(schemas).toSorted());
});

describe.each(Object.entries(schemas))('%s', (name, { schema, rule }) => {
  it.each(fileOf(name).valid)(`[${rule}] takes: $name`, ({ value }) => {
    const result = v.safeParse(schema, value);
    expect(result.issues).toBeUndefined();
  });

  it.each(fileOf(name).invalid)(`[${rule}] refuses: $name`, ({ value, path }) => {
    const result = v.safeParse(schema, value);
    expect(result.success).toBe(false);
    expect(result.issues?.map((issue) => v.getDotPath(issue) ?? '')).toContain(path);
    for (const issue of result.issues ?? []) expect(issue.message.length).toBeGreaterThan(3);
  });
});

describe('[CB10] userData', () => {
  const accept = (userData: unknown) => v.parse(createCallback, { serviceName: 'A', phoneNumber: '1', userData }).userData;

  it('[CB10] keeps identifiers of any script and drops other keys', () => {
    expect(accept({ имя: 1, $a: 2, _b: 3, 'a-b': 4, '1a': 5, '': 6 })).toEqual({ имя: 1, $a: 2, _b: 3 });
  });

  it('[CB10] counts keys after the dropping and bytes as UTF-8', () => {
    const droppable = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k-${i}`, i]));
    expect(accept({ ...droppable, a: 1 })).toEqual({ a: 1 });
    expect(accept({ a: 'x'.repeat(16_000) })).toBeDefined();
    expect(() => accept({ a: 'é'.repeat(8_200) })).toThrow(/16384 bytes/);
  });

  it('[CB10] never lets __proto__ through', () => {
    const result = accept(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'));
    expect(Object.keys(result ?? {})).toEqual(['a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

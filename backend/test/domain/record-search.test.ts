import { expect, it } from 'vitest';
import { recordMatch } from '../../src/domain/record-search.js';

it.each([
  ['phone', '+12125550199', { field: 'phone', digits: ['12125550199'] }],
  ['phone', '(212) 555-01', { field: 'phone', digits: ['21255501'] }],
  ['phone', '0199', { field: 'phone', digits: ['0199', '199'] }],
  ['phone', '0044 20 79', { field: 'phone', digits: ['00442079', '442079'] }],
  ['phone', '030 123', { field: 'phone', digits: ['030123', '30123'] }],
  ['phone', '00', { field: 'phone', digits: ['00'] }],
  ['phone', 'Ann', { field: 'phone', digits: [] }],
  ['name', '  Ann   LEE ', { field: 'name', part: 'ann lee' }],
  ['id', ' 0191F0AA ', { field: 'id', part: '0191f0aa' }],
  ['name', '   ', undefined],
  ['phone', '', undefined],
] as const)('[SC4] a search for %s "%s"', (field, typed, expected) => expect(recordMatch(field, typed)).toEqual(expected));

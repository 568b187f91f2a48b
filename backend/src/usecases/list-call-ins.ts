import { CALL_IN_PAGE, type CallInListQuery, type CallInPage } from '@ringback/contract';
import type { Dependencies } from './dependencies.js';
import { recordView } from './match-call-in.js';

/** See `CallInVerbs.listCallIns`. 1 statement. */
export async function listCallIns({ callIns, clock }: Dependencies, query: CallInListQuery): Promise<CallInPage> {
  const { from, to, search, field, sort, order, page } = query;
  const { requests, total } = await callIns.list({
    from,
    to,
    search: search === '' ? undefined : search,
    field,
    sort,
    order,
    offset: (page - 1) * CALL_IN_PAGE,
    limit: CALL_IN_PAGE,
    now: clock.now(),
  });
  return { callIns: requests.map(recordView), total, page, pages: Math.max(1, Math.ceil(total / CALL_IN_PAGE)) };
}

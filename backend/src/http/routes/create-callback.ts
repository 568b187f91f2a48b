import { postedRoute } from '../route.js';

export const createCallback = postedRoute('createCallback', async ({ body, address, idempotencyKey }, { ringback }) =>
  ringback.createCallback(body, { idempotencyKey: idempotencyKey(), address }),
);

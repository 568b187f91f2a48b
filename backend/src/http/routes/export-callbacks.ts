import { fileRoute } from '../route.js';

export const exportCallbacks = fileRoute('exportCallbacks', async ({ caller: { user }, query }, { ringback }) => ({
  filename: 'callbacks.csv',
  pieces: ringback.exportCallbacks(user, query),
}));

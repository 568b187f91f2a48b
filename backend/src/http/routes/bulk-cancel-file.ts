import { fileRoute } from '../route.js';

export const bulkCancelFile = fileRoute('bulkCancelFile', async ({ caller: { user }, params }, { ringback }) => ({
  filename: 'bulk-cancel.csv',
  pieces: await ringback.bulkCancelFile(user, params.id),
}));

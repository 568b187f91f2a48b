import { answerRoute } from '../../route.js';

export const audit = answerRoute('listAudit', ({ caller, query }, { ringback }) => ringback.listAudit(caller.user, query));

import type { Environment } from './config/environment.js';

/** The service can't start, for a reason that whoever starts it can mend. The message says how. */
class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

/** Node's reason for not opening a port, in words. */
export function explainListenError(error: unknown, { host, port }: Environment): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} on ${host} is taken by another program. Stop that one, or choose another port: PORT=${port === 65_535 ? 8080 : port + 1} npm start`,
      );
    case 'EACCES':
      return new StartProblem(`This user may not open port ${port}. Choose one above 1023: PORT=8080 npm start`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartProblem(
        `HOST=${host} is not an address of this machine. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all of its networks.`,
      );
    default:
      return error instanceof Error ? error : new Error('The port could not be opened.');
  }
}

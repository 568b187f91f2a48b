import { readEnvironment } from './config/environment.js';
import { loadConfig } from './config/load-config.js';
import { describeCause } from './http/error-cause.js';
import { type RunningService, type Service, createService } from './service.js';

/** npm and the terminal may both pass on one Ctrl+C; only a later one means "at once". */
const SAME_SIGNAL_MS = 1000;

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const loaded = await loadConfig(environment.ok ? environment.value.configFile : process.env['RINGBACK_CONFIG'] || undefined);
  if (!environment.ok || !loaded.ok) {
    return refuseToStart([...(environment.ok ? [] : environment.problems), ...(loaded.ok ? [] : loaded.problems)]);
  }
  const { config, demo } = loaded.value;
  const service = createService({ environment: environment.value, config, demo });
  stopOnSignals(service);
  try {
    const running = await service.start();
    printAddresses(running, environment.value.publicUrl, demo ? config.users[0] : undefined);
  } catch (error) {
    refuseToStart([error instanceof Error ? error.message : 'Ringback could not start.']);
  }
}

function refuseToStart(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = 1;
}

function printAddresses(
  { url, notes }: RunningService,
  publicUrl: string | undefined,
  login: { username: string; password: string } | undefined,
): void {
  const base = publicUrl ?? url;
  const lines = [
    `Demo shop   ${base}/`,
    `Console     ${base}/console/`,
    ...(login ? [`Demo login  ${login.username} / ${login.password}`] : []),
    `API docs    ${base}/docs`,
    ...notes,
  ];
  console.log(`\nRingback is running. Stop it with Ctrl+C.\n\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
}

function stopOnSignals(service: Service): void {
  let first: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (first !== undefined) {
      if (now - first > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    first = now;
    void service.stop().then(() => process.exit(process.exitCode ?? 0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A closed terminal: without this the database would be left behind.
  process.on('SIGHUP', onSignal);
  const onFault = (fault: unknown): void => {
    console.error(`Ringback met a fault and stops: ${JSON.stringify(describeCause(fault))}`);
    process.exitCode = 1;
    onSignal();
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
}

await main();

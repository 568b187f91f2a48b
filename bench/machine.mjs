/* What the figures were made on; nothing that names the machine or its folders. */
import { cpus, loadavg, release, totalmem, type } from 'node:os';

export function machineFacts() {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('-')[0]}`,
    node: process.version,
    load: loadavg()[1] ?? 0,
  };
}

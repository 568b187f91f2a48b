import type { CallbackReason, CallbackState } from '@ringback/contract';
import { Client } from 'pg';

/** One callback as the database has it. */
interface CallbackRow {
  readonly id: string;
  readonly queue: string;
  readonly phone: string;
  readonly state: CallbackState;
  readonly reason: CallbackReason | null;
  readonly scheduled: boolean;
  readonly desired_time: Date;
  /** Slot whose place it holds. */
  readonly slot_start: Date | null;
  readonly user_data: Readonly<Record<string, unknown>>;
  /** States entered, in order. */
  readonly states: readonly CallbackState[];
}

/** Looks into the product's database from outside. */
export interface Records {
  /** All callbacks of one number, oldest first. */
  ofNumber(phone: string): Promise<CallbackRow[]>;
  /** Places taken of the slot that starts then, by the counter that guards it. */
  placesTaken(slotStart: Date): Promise<number>;
  close(): Promise<void>;
}

const OF_NUMBER = `
  SELECT c.id, c.queue, c.phone, c.state, c.reason, c.scheduled, c.desired_time, c.slot_start, c.user_data,
         ARRAY(SELECT e.to_state FROM callback_event e WHERE e.callback_id = c.id ORDER BY e.version) AS states
    FROM callback c WHERE c.phone = $1 ORDER BY c.created_at`;

/** @param url `postgres://` address of the product's database */
export async function openRecords(url: string): Promise<Records> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    ofNumber: async (phone) => (await client.query<CallbackRow>(OF_NUMBER, [phone])).rows,
    placesTaken: async (slotStart) => {
      const found = await client.query<{ taken: number }>('SELECT taken FROM slot_usage WHERE slot_start = $1', [slotStart]);
      return found.rows[0]?.taken ?? 0;
    },
    close: () => client.end(),
  };
}

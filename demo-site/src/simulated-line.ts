/** What the caller hears. */
export interface Heard {
  readonly matched: boolean;
  readonly said: string;
}

export interface Dialled {
  readonly dialedNumber: string;
  readonly callerNumber: string;
  /** Absent: nothing typed yet. */
  readonly accessCode: string | undefined;
  readonly callId: string;
}

const NO_LINE: Heard = { matched: false, said: 'The line is dead. Please try again.' };

/** Dials a number of the demonstration, whose telephone network is the server's simulator. Never rejects. */
export async function dial(call: Dialled, apiKey: string): Promise<Heard> {
  try {
    const response = await fetch('/visitor/v1/simulated-call', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify(call),
    });
    const { status, data } = (await response.json()) as { status: { message: string }; data?: Heard };
    return response.ok && data ? data : { matched: false, said: status.message };
  } catch {
    return NO_LINE;
  }
}

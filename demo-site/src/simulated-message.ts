/*
 * The demonstration has no telephony: what the server would send to a phone is shown here, and says that it is simulated.
 * On a server with a real dialer this finds nothing to show.
 */

interface Refusal {
  readonly code?: number;
  readonly responseJSON?: { readonly data?: { readonly numberCheck?: { readonly id: string } } };
}

/** What of the widget's bus this page uses. */
interface ListeningBus {
  subscribe(event: string, listener: (event: { data: Refusal }) => void): unknown;
  before(command: string, interceptor: (options: unknown) => unknown): unknown;
}

const API_KEY = 'demo-key';
const CHECK_NEEDED = 7044;
/** A code that was asked for again is there by then. */
const A_MOMENT_MS = 1000;

const bus = (window as { CXBus?: unknown }).CXBus as ListeningBus | undefined;
let shown: HTMLElement | undefined;
let checkId: string | undefined;

bus?.subscribe('CallbackService.scheduleError', ({ data }) => {
  const id = data.code === CHECK_NEEDED ? data.responseJSON?.data?.numberCheck?.id : undefined;
  if (id === undefined) return;
  checkId = id;
  void show();
});
bus?.subscribe('CallbackService.scheduled', hide);
bus?.subscribe('Callback.closed', hide);
bus?.before('CallbackService.resendCode', (options) => {
  setTimeout(() => void show(), A_MOMENT_MS);
  return options;
});

/** The message as the server has it; none where messages are real. */
async function show(): Promise<void> {
  const response = await fetch('/visitor/v1/simulated-message', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
    body: JSON.stringify({ numberCheckId: checkId }),
  }).catch(() => undefined);
  if (!response?.ok) return;
  const { data } = (await response.json()) as { data: { way: 'sms' | 'voice'; text: string } };
  const note = shown ?? document.createElement('div');
  note.className = 'simulated-message';
  note.setAttribute('role', 'status');
  const title = document.createElement('b');
  title.textContent = data.way === 'sms' ? 'Simulated text message' : 'Simulated call';
  const words = document.createElement('p');
  words.textContent = data.text;
  // In the visitor's language, whatever the page's is.
  words.dir = 'auto';
  note.replaceChildren(title, words);
  if (!shown) document.body.append(note);
  shown = note;
}

function hide(): void {
  shown?.remove();
  shown = undefined;
}

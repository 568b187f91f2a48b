import type { Desk } from '@ringback/contract';
import type { ComponentChildren, JSX } from 'preact';
import { useApp } from '../console-app.js';
import { languageText, pageText, timeOfDay } from '../format/display-text.js';
import { ordinal } from '../format/ordinal.js';
import { phoneText, telLink } from '../format/phone-text.js';
import { Button, Key } from '../ui/Button.js';
import { Elapsed } from '../ui/Elapsed.js';
import { Icon } from '../ui/Icon.js';
import { PlaceProblem } from './DeskBar.js';
import { COMMAND_KEYS, COMMAND_LABELS, UNREACHED, type DeskCommand } from './desk-commands.js';
import { useVisibleKey } from './use-visible-key.js';

type Call = NonNullable<Desk['current']>;

/** The call in hand: whom to call and why, then how it went. */
export function CurrentCall({ call }: { readonly call: Call }): JSX.Element {
  const talking = call.state === 'PROCESSING';
  return (
    <div class="now">
      {talking ? (
        <span class="chip good talk">
          In call <Elapsed since={call.since} />
        </span>
      ) : (
        <span class="chip accent">Yours to call</span>
      )}
      <div>
        <h2 class="now-number number" tabIndex={-1}>
          <bdi>{phoneText(call.phoneNumber)}</bdi>
        </h2>
        <p class="now-sub">
          {call.name && <b>{call.name}, </b>}
          {call.queue}, {talking ? `waited since ${timeOfDay(Date.parse(call.queuedAt))}` : <Waiting since={call.queuedAt} />},{' '}
          {ordinal(call.attempt)} try
        </p>
      </div>
      <CallFacts call={call} />
      {talking ? <TalkActions /> : <DialActions call={call} />}
      <PlaceProblem place="call" />
    </div>
  );
}

const Waiting = ({ since }: { readonly since: string }): JSX.Element => (
  <>
    waiting <Elapsed since={since} /> min, since {timeOfDay(Date.parse(since))}
  </>
);

function CallFacts({ call }: { readonly call: Call }): JSX.Element | null {
  const { notes, sourcePage, language } = call;
  if (!notes && !sourcePage && !language) return null;
  return (
    <dl class="facts">
      {notes && (
        <Fact label="Note" wide>
          {notes}
        </Fact>
      )}
      {/* Text, not a link: the address came from outside, and whoever sent it may want the agent to open it. */}
      {sourcePage && (
        <Fact label="Came from" full={sourcePage}>
          {pageText(sourcePage)}
        </Fact>
      )}
      {language && <Fact label="Language">{languageText(language)}</Fact>}
    </dl>
  );
}

interface FactProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
  readonly full?: string;
}

const Fact = ({ label, children, wide, full }: FactProps): JSX.Element => (
  <div class={wide ? 'fact wide' : 'fact'}>
    <dt>{label}</dt>
    <dd dir="auto" title={full}>
      {children}
    </dd>
  </div>
);

function DialActions({ call }: { readonly call: Call }): JSX.Element {
  const link = telLink(call.telUri);
  const keyOf = useVisibleKey();
  return (
    <>
      <div class="actions">
        {link && (
          <a class="button go big" href={link} aria-keyshortcuts={keyOf(COMMAND_KEYS.dial)?.toUpperCase()}>
            <Icon name="phone" />
            <span>Call {phoneText(call.phoneNumber)}</span>
            {keyOf(COMMAND_KEYS.dial) && <Key name={COMMAND_KEYS.dial} />}
          </a>
        )}
        <CommandButton command="connected" big />
      </div>
      <div class="outcomes" role="group" aria-labelledby="unreached-title">
        <p id="unreached-title">Nobody reached?</p>
        <div class="actions">
          {UNREACHED.map((command) => (
            <CommandButton key={command} command={command} />
          ))}
        </div>
      </div>
    </>
  );
}

const TalkActions = (): JSX.Element => (
  <div class="actions">
    <CommandButton command="ended" big go />
  </div>
);

interface CommandButtonProps {
  readonly command: DeskCommand;
  readonly big?: boolean;
  readonly go?: boolean;
}

function CommandButton({ command, big, go }: CommandButtonProps): JSX.Element {
  const store = useApp().desk;
  const pending = store.pending.value;
  const keyOf = useVisibleKey();
  const icon = command === 'connected' ? 'check' : command === 'ended' ? 'hangUp' : undefined;
  return (
    <Button
      look={go ? 'go' : 'plain'}
      big={big}
      icon={icon}
      busy={pending === command}
      locked={pending !== undefined}
      shortcut={keyOf(COMMAND_KEYS[command])}
      onPress={() => void store.run(command)}
    >
      {COMMAND_LABELS[command]}
    </Button>
  );
}

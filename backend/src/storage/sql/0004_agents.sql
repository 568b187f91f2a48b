-- Agents: offers, answered customers, skills of one callback, owners. Every instant is given by the caller's clock.

ALTER TABLE callback
  -- Overrides the queue's.
  ADD COLUMN skill_expression text,
  -- The agent whom it is for, and until when for nobody else; without an end: for whoever is free when that one isn't.
  ADD COLUMN owner            text,
  ADD COLUMN owned_until      timestamptz CHECK (owned_until IS NULL OR owner IS NOT NULL),
  -- The agent who made it.
  ADD COLUMN scheduled_by     text,
  -- Username -> epoch ms: who did not want it lately.
  ADD COLUMN declines         jsonb NOT NULL DEFAULT '{}',
  -- While `agent` has been asked and hasn't said yes yet: nothing rings, and there is no attempt.
  ADD COLUMN offer_expires    timestamptz CHECK (offer_expires IS NULL OR (state = 'ROUTING' AND agent IS NOT NULL)),
  -- The customer is on the line and waits for an agent.
  ADD COLUMN answered_at      timestamptz CHECK (answered_at IS NULL OR state IN ('ROUTING', 'PROCESSING'));

CREATE INDEX callback_of_agent ON callback (scheduled_by) WHERE scheduled_by IS NOT NULL AND state <> 'COMPLETED';
CREATE INDEX callback_owned ON callback (owner) WHERE owner IS NOT NULL AND state <> 'COMPLETED';

ALTER TABLE agent_presence
  ADD COLUMN state  text NOT NULL DEFAULT 'not-ready' CHECK (state IN ('not-ready', 'ready', 'after-call-work')),
  -- Why not ready.
  ADD COLUMN reason text,
  -- Who says so: the agent's own desk, whose session it ends with, or the telephony side.
  ADD COLUMN via    text NOT NULL DEFAULT 'desk' CHECK (via IN ('desk', 'telephony'));
UPDATE agent_presence SET state = 'ready' WHERE ready;
ALTER TABLE agent_presence DROP COLUMN ready;
CREATE INDEX agent_on_duty ON agent_presence (username) WHERE state <> 'not-ready';

-- What the telephony side said of an attempt so far. An end is in ended_at and outcome.
ALTER TABLE attempt
  ADD COLUMN progress    text CHECK (progress IN ('ringing', 'answered')),
  ADD COLUMN progress_at timestamptz,
  -- Ids of the reports that counted, so that one that is sent again does not count twice.
  ADD COLUMN report_ids  text[] NOT NULL DEFAULT '{}',
  -- The name that the telephony side gave the call.
  ADD COLUMN call_ref    text;

-- Agents whose readiness comes from the telephony side. One that is not heard of again expires.
CREATE TABLE telephony_agent (
  name       text PRIMARY KEY,
  state      text        NOT NULL CHECK (state IN ('ready', 'not-ready', 'busy')),
  skills     jsonb       NOT NULL,
  -- NULL: all queues.
  queues     text[],
  expires_at timestamptz NOT NULL
);

-- Receivers of customer webhooks; address and secret are in the configuration.
CREATE TABLE webhook_endpoint (
  id      text PRIMARY KEY,
  -- Set when the receiver answered 410 Gone: it is told nothing more.
  gone_at timestamptz
);

-- The outbox: what still has to be told to whom. A row goes when it has arrived. Phone number and the like are read when
-- it is sent, so that an erased callback leaves nothing here.
CREATE TABLE webhook_delivery (
  endpoint    text        NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
  callback_id uuid        NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
  version     integer     NOT NULL,
  at          timestamptz NOT NULL,
  -- The callback as it was after the change.
  facts       jsonb       NOT NULL,
  tries       integer     NOT NULL DEFAULT 0,
  -- Not sent before. While a try is under way, the end of its lease.
  next_at     timestamptz NOT NULL,
  -- Given up.
  dead_at     timestamptz,
  last_error  text,
  PRIMARY KEY (endpoint, callback_id, version)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, next_at) WHERE dead_at IS NULL;
CREATE INDEX webhook_delivery_of_callback ON webhook_delivery (callback_id);

CREATE FUNCTION epoch_ms(timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT round(extract(epoch FROM $1) * 1000)::bigint $$;

-- Whoever writes an event tells the receivers, in the same statement: none of the statements that change a callback can
-- forget it, and none that is rolled back has told anybody.
CREATE FUNCTION tell_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoint WHERE gone_at IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO webhook_delivery (endpoint, callback_id, version, at, next_at, facts)
  SELECT endpoint.id, event.callback_id, event.version, event.at, event.at, jsonb_build_object(
    'from', event.from_state, 'to', event.to_state, 'cause', event.cause, 'reason', callback.reason,
    'desiredTime', epoch_ms(callback.desired_time), 'queuedAt', epoch_ms(callback.queued_at), 'notBefore', epoch_ms(callback.not_before),
    'attempts', (SELECT count(*) FROM attempt WHERE attempt.callback_id = callback.id), 'lastOutcome', callback.last_outcome)
  FROM told AS event JOIN callback ON callback.id = event.callback_id
  CROSS JOIN webhook_endpoint AS endpoint WHERE endpoint.gone_at IS NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER callback_event_told AFTER INSERT ON callback_event REFERENCING NEW TABLE AS told
  FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks();

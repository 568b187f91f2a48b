-- Push messages: the devices of a callback, and the outbox of what they have to be told. Every instant is given by the caller's clock.

ALTER TABLE callback
  -- Whether its devices may still be told that its turn is near (PU1: once, and not if that was so from the beginning).
  ADD COLUMN upcoming_due boolean NOT NULL DEFAULT false;

CREATE TABLE push_target (
  callback_id uuid  NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
  -- SHA-256 of the token: tokens are longer than an index takes.
  hash        bytea NOT NULL,
  -- The registration token of FCM. NULL: FCM does not know it any more, so we have forgotten it, too.
  token       text,
  -- Page to open on a click.
  url         text,
  dead_at     timestamptz CHECK ((dead_at IS NULL) = (token IS NOT NULL)),
  PRIMARY KEY (callback_id, hash)
);
-- A token that has died is dead for every callback.
CREATE INDEX push_target_alive ON push_target (hash) WHERE dead_at IS NULL;

INSERT INTO push_target (callback_id, hash, token)
SELECT DISTINCT ON (id, target) id, sha256(convert_to(target, 'UTF8')), target
FROM callback, LATERAL (SELECT jsonb_array_elements(origin->'pushTargets')->>'target' AS target WHERE jsonb_typeof(origin->'pushTargets') = 'array') named
WHERE state <> 'COMPLETED' AND target IS NOT NULL;
UPDATE callback SET origin = origin - 'pushTargets' WHERE origin ? 'pushTargets';

-- The outbox: what still has to be told to which device. Written with the change that it tells; a row goes when it was sent or is
-- of no use any more. Token, number and code are read when it is sent, so that an erased callback leaves nothing here.
CREATE TABLE push_delivery (
  callback_id uuid        NOT NULL,
  hash        bytea       NOT NULL,
  -- Later ones of a device replace earlier ones.
  number      bigint      GENERATED ALWAYS AS IDENTITY,
  event       text        NOT NULL,
  -- Of the callback after the change.
  version     integer     NOT NULL,
  -- Attempts made when it was written.
  attempts    integer     NOT NULL,
  -- The call-in request that it tells of.
  call_in_id  uuid,
  at          timestamptz NOT NULL,
  -- Not sent after it.
  expires_at  timestamptz NOT NULL,
  tries       integer     NOT NULL DEFAULT 0,
  -- Not sent before. While a try is under way, the end of its lease.
  next_at     timestamptz NOT NULL,
  -- Given up.
  dead_at     timestamptz,
  last_error  text,
  PRIMARY KEY (callback_id, hash, number),
  FOREIGN KEY (callback_id, hash) REFERENCES push_target (callback_id, hash) ON DELETE CASCADE
);
CREATE INDEX push_delivery_due ON push_delivery (next_at) WHERE dead_at IS NULL;
CREATE INDEX push_delivery_over ON push_delivery (expires_at);

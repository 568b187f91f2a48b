-- Click-To-Call-In: whose turn it is, the numbers of the groups, the requests. Every instant is given by the caller's clock.

ALTER TABLE callback
  -- CI3: their turn to call since then.
  ADD COLUMN ready_at timestamptz CHECK (ready_at IS NULL OR state = 'QUEUED');
ALTER TABLE attempt
  -- The customer has called us: nothing is dialled.
  ADD COLUMN inbound boolean NOT NULL DEFAULT false;

-- The pool of each group. It may have 10,000 numbers, too many for the configuration.
CREATE TABLE call_in_pool (
  group_name text    PRIMARY KEY,
  size       integer NOT NULL,
  -- What it was filled from: the hash of a list in the configuration, or 'import'.
  source     text    NOT NULL
);
CREATE TABLE call_in_number (
  group_name  text    NOT NULL REFERENCES call_in_pool (group_name) ON DELETE CASCADE,
  -- 0 is the first.
  place       integer NOT NULL,
  dnis        text    NOT NULL,
  description text,
  -- Of a group whose numbers are unique: handed out until then, and for which request.
  taken_until timestamptz,
  taken_by    uuid,
  PRIMARY KEY (group_name, place),
  UNIQUE (group_name, dnis)
);
CREATE INDEX call_in_number_dnis ON call_in_number (dnis);
CREATE INDEX call_in_number_free ON call_in_number (group_name, taken_until NULLS FIRST);

CREATE TABLE call_in_request (
  id               uuid        PRIMARY KEY,
  group_name       text        NOT NULL,
  -- Number handed out.
  to_number        text        NOT NULL,
  access_code      text        CHECK (access_code ~ '^[1-9][0-9]{3,11}$'),
  from_number      text,
  -- The callback whose turn it is; NULL: an immediate call-in.
  callback_id      uuid        REFERENCES callback (id) ON DELETE CASCADE,
  user_data        jsonb       NOT NULL,
  idempotency_hash bytea,
  created_at       timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  -- Code and number are its own. Turned off with the match, and after the expiry by whoever draws next.
  live             boolean     NOT NULL,
  -- Its number was handed out to nobody else.
  exclusive        boolean     NOT NULL,
  matched_at       timestamptz,
  -- Who called, and the telephony side's name of the call.
  caller_number    text,
  call_ref         text,
  -- Of the callback, whose dial this call became.
  attempt          integer
);
CREATE UNIQUE INDEX call_in_code ON call_in_request (group_name, access_code) WHERE live;
CREATE UNIQUE INDEX call_in_exclusive ON call_in_request (to_number) WHERE live AND exclusive;
CREATE UNIQUE INDEX call_in_of_callback ON call_in_request (callback_id) WHERE live;
CREATE UNIQUE INDEX call_in_idempotency ON call_in_request (idempotency_hash) WHERE live AND idempotency_hash IS NOT NULL;
CREATE INDEX call_in_over ON call_in_request (expires_at) WHERE live;
CREATE INDEX call_in_latest ON call_in_request (created_at, id);
CREATE INDEX call_in_by_code ON call_in_request (access_code, created_at);
CREATE INDEX call_in_by_caller ON call_in_request (from_number, created_at);
CREATE INDEX call_in_by_callback ON call_in_request (callback_id);
CREATE INDEX call_in_by_call ON call_in_request (call_ref) WHERE call_ref IS NOT NULL;

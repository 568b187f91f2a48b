-- PostgreSQL 15 subset. Every instant is given by the caller's clock: nothing here reads the server's time.

CREATE TABLE callback (
  id               uuid PRIMARY KEY,
  queue            text        NOT NULL,
  phone            text        NOT NULL,
  state            text        NOT NULL CHECK (state IN ('SCHEDULED', 'QUEUED', 'ROUTING', 'PROCESSING', 'COMPLETED')),
  reason           text        CHECK ((reason IS NOT NULL) = (state = 'COMPLETED')),
  scheduled        boolean     NOT NULL,
  desired_time     timestamptz NOT NULL,
  -- The slot whose place it holds. A place is given back at completion.
  slot_start       timestamptz CHECK (slot_start IS NULL OR state <> 'COMPLETED'),
  created_at       timestamptz NOT NULL,
  queued_at        timestamptz,
  not_before       timestamptz,
  completed_at     timestamptz CHECK ((completed_at IS NOT NULL) = (state = 'COMPLETED')),
  agent            text,
  attempts         integer     NOT NULL DEFAULT 0,
  last_outcome     text,
  priority         integer     NOT NULL,
  language         text,
  user_data        jsonb       NOT NULL,
  -- What the request said about where it came from; for reports.
  origin           jsonb       NOT NULL,
  -- Seconds announced when it was booked, -1 unknown.
  offered_wait     integer     NOT NULL,
  -- SHA-256 of the Idempotency-Key; forgotten after 24 hours.
  idempotency_hash bytea,
  -- duplicatePolicy "reject" when it was booked.
  one_per_number   boolean     NOT NULL,
  delete_after     timestamptz NOT NULL,
  version          integer     NOT NULL DEFAULT 1
);

-- Indexes of live states only: their size follows the queue, not the history (SC4).
CREATE UNIQUE INDEX callback_one_open ON callback (queue, phone) WHERE one_per_number AND state <> 'COMPLETED';
CREATE INDEX callback_scheduled ON callback (desired_time) INCLUDE (queue) WHERE state = 'SCHEDULED';
CREATE INDEX callback_waiting ON callback (queue, queued_at) WHERE state = 'QUEUED';
CREATE INDEX callback_in_call ON callback (queue) WHERE state IN ('ROUTING', 'PROCESSING');
CREATE UNIQUE INDEX callback_held ON callback (agent) WHERE agent IS NOT NULL AND state IN ('ROUTING', 'PROCESSING');
CREATE UNIQUE INDEX callback_idempotency ON callback (idempotency_hash) WHERE idempotency_hash IS NOT NULL;
CREATE INDEX callback_deletable ON callback (delete_after) WHERE state = 'COMPLETED';

CREATE TABLE callback_event (
  callback_id uuid        NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
  version     integer     NOT NULL,
  at          timestamptz NOT NULL,
  from_state  text,
  to_state    text        NOT NULL,
  actor_kind  text        NOT NULL,
  actor_name  text,
  cause       text        NOT NULL,
  PRIMARY KEY (callback_id, version)
);

CREATE TABLE attempt (
  callback_id  uuid        NOT NULL REFERENCES callback (id) ON DELETE CASCADE,
  number       integer     NOT NULL,
  queue        text        NOT NULL,
  dialer       text        NOT NULL,
  -- The replica that drives it; its heartbeat is the lease.
  claimed_by   uuid        NOT NULL,
  agent        text,
  started_at   timestamptz NOT NULL,
  connected_at timestamptz,
  ended_at     timestamptz,
  outcome      text        CHECK ((outcome IS NOT NULL) = (ended_at IS NOT NULL)),
  PRIMARY KEY (callback_id, number)
);

CREATE UNIQUE INDEX attempt_open ON attempt (callback_id) INCLUDE (claimed_by, dialer) WHERE ended_at IS NULL;
CREATE INDEX attempt_finished ON attempt (queue, ended_at) WHERE outcome = 'connected';
CREATE INDEX attempt_of_agent ON attempt (agent, started_at) WHERE agent IS NOT NULL;

-- Places taken of one slot. One row is the lock that makes overbooking impossible (SL7).
CREATE TABLE slot_usage (
  queue      text        NOT NULL,
  slot_start timestamptz NOT NULL,
  taken      integer     NOT NULL CHECK (taken >= 0),
  PRIMARY KEY (queue, slot_start)
);

CREATE TABLE replica (
  id      uuid PRIMARY KEY,
  beat_at timestamptz NOT NULL
);

CREATE TABLE console_user (
  username        text PRIMARY KEY,
  password_hash   text    NOT NULL,
  -- Who set the password last: the configuration file, or somebody in the console (that one wins).
  password_source text    NOT NULL CHECK (password_source IN ('file', 'console')),
  roles           text[]  NOT NULL,
  skills          jsonb   NOT NULL,
  -- NULL: all queues.
  queues          text[]
);

CREATE TABLE console_session (
  token_hash bytea PRIMARY KEY,
  username   text        NOT NULL REFERENCES console_user (username) ON DELETE CASCADE,
  csrf_token text        NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL
);
CREATE INDEX console_session_seen ON console_session (seen_at);
CREATE INDEX console_session_user ON console_session (username);

-- Usernames are hashed: people type passwords into the wrong field.
CREATE TABLE login_failure (
  username_hash bytea       NOT NULL,
  at            timestamptz NOT NULL
);
CREATE INDEX login_failure_recent ON login_failure (username_hash, at);

CREATE TABLE agent_presence (
  username text PRIMARY KEY REFERENCES console_user (username) ON DELETE CASCADE,
  ready    boolean     NOT NULL,
  since    timestamptz NOT NULL
);

-- One value a key, shared by all replicas.
CREATE TABLE setting (
  key   text PRIMARY KEY,
  value jsonb NOT NULL
);

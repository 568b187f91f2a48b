-- Records that staff list, search, recreate, cancel in bulk, export and erase; limits; errors of API clients.

-- The record that this one was made again from. No foreign key: either may be deleted before the other.
ALTER TABLE callback ADD COLUMN recreated_from uuid;
CREATE INDEX callback_recreated ON callback (recreated_from) WHERE recreated_from IS NOT NULL;

-- Any time range of any queue and state is one stretch of this index, however long the history (SC4).
CREATE INDEX callback_listed ON callback (queue, state, desired_time, id);
CREATE INDEX callback_of_phone ON callback (phone);

-- One request to cancel many. What became of each record is on record, so that a crash in the middle loses nothing.
CREATE TABLE bulk_cancel (
  id            uuid PRIMARY KEY,
  requested_by  text        NOT NULL,
  requested_at  timestamptz NOT NULL,
  -- The queues that the user was limited to. NULL: all.
  queues        text[],
  finished_at   timestamptz,
  -- The replica at work, and until when the others leave it alone.
  worked_by     uuid,
  worked_until  timestamptz
);
CREATE INDEX bulk_cancel_unfinished ON bulk_cancel (requested_at) WHERE finished_at IS NULL;
CREATE INDEX bulk_cancel_latest ON bulk_cancel (requested_at, id);

CREATE TABLE bulk_cancel_item (
  bulk_id     uuid NOT NULL REFERENCES bulk_cancel (id) ON DELETE CASCADE,
  callback_id uuid NOT NULL,
  -- NULL: not yet.
  result      text CHECK (result IN ('cancelled', 'in-conversation', 'already-ended', 'not-found')),
  PRIMARY KEY (bulk_id, callback_id)
);
CREATE INDEX bulk_cancel_item_open ON bulk_cancel_item (bulk_id, callback_id) WHERE result IS NULL;

-- Requests of one address in one minute, of one number on one day. The key is a keyed hash of all three: nobody reads an address from it.
CREATE TABLE request_count (
  key     bytea PRIMARY KEY,
  ends_at timestamptz NOT NULL,
  most    integer     NOT NULL,
  number  integer     NOT NULL,
  -- Refuses a statement as a whole, with all else that it does.
  CONSTRAINT request_count_within CHECK (number <= most)
);
CREATE INDEX request_count_over ON request_count (ends_at);

-- Refusals that API clients were answered with, for whoever develops one. Nothing of what was sent.
CREATE TABLE api_error (
  corr_id uuid PRIMARY KEY,
  at      timestamptz NOT NULL,
  method  text        NOT NULL,
  route   text        NOT NULL,
  http    integer     NOT NULL,
  code    integer     NOT NULL,
  message text        NOT NULL,
  origin  text
);
CREATE INDEX api_error_latest ON api_error (at, corr_id);

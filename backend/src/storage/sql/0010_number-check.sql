-- SE5: codes that were sent to numbers, until they are typed in. Neither ids nor numbers nor codes lie here, only keyed hashes of them.
CREATE TABLE number_check (
  -- Of the id that the visitor holds, the number, and the queue: a code is found by all three or not at all.
  hash       bytea       PRIMARY KEY,
  code_hash  bytea       NOT NULL,
  -- sent: waits for its code; passed: the code was right, and the booking came to nothing; spent: a booking was made.
  state      text        NOT NULL CHECK (state IN ('sent', 'passed', 'spent')),
  -- Of the Idempotency-Key that it was spent for; NULL: it came without one.
  use_hash   bytea,
  sends      integer     NOT NULL,
  -- Wrong codes.
  tries      integer     NOT NULL,
  sent_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX number_check_over ON number_check (expires_at);

-- CA1: captcha tokens that were presented lately, so that each is good for one thing in all replicas.
CREATE TABLE captcha_token (
  -- Of the token, which is kept nowhere.
  hash     bytea       PRIMARY KEY,
  -- Of what it was presented for, by its Idempotency-Key; NULL: it came without one.
  use_hash bytea,
  -- asked: the verifier is being asked; passed: good for that use; spent: good for nothing any more.
  state    text        NOT NULL CHECK (state IN ('asked', 'passed', 'spent')),
  asked_at timestamptz NOT NULL
);
CREATE INDEX captcha_token_over ON captcha_token (asked_at);

-- SC3: where a replica runs; '' when it does not say.
ALTER TABLE replica ADD COLUMN region text NOT NULL DEFAULT '';

-- What the console changes, over the configuration file (section 1 of the specification: the database wins).

-- One row an object that was ever changed in the console; rows are never removed.
CREATE TABLE config_override (
  kind       text NOT NULL,
  name       text NOT NULL,
  -- As in the configuration file, secrets sealed. Of a deleted queue: what its open callbacks still need.
  value      jsonb,
  deleted    boolean     NOT NULL,
  -- Grows with every edit of anything, so the highest one names the state of the whole.
  version    bigint      NOT NULL UNIQUE,
  changed_at timestamptz NOT NULL,
  changed_by text        NOT NULL,
  PRIMARY KEY (kind, name)
);

ALTER TABLE console_user
  ADD COLUMN settings_source text    NOT NULL DEFAULT 'file' CHECK (settings_source IN ('file', 'console')),
  -- Deleted in the console; the row stays so that the configuration file doesn't bring the user back.
  ADD COLUMN deleted         boolean NOT NULL DEFAULT false,
  ADD COLUMN version         integer NOT NULL DEFAULT 0,
  ADD COLUMN changed_at      timestamptz,
  ADD COLUMN changed_by      text;

CREATE TABLE audit (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     timestamptz NOT NULL,
  actor  text        NOT NULL,
  action text        NOT NULL,
  kind   text        NOT NULL,
  name   text        NOT NULL,
  -- Secrets masked.
  before jsonb,
  after  jsonb
);
CREATE INDEX audit_of_object ON audit (kind, name, id);
CREATE INDEX audit_of_actor ON audit (actor, id);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Limits over any stretch of time instead of the present minute or day: a row counts by part of its stretch, newest part first.
ALTER TABLE request_count ADD COLUMN latest bigint, ADD COLUMN counts integer[];

-- The 13 counts with one more in the newest part, which is so many parts later than it was. A clock that is behind counts in the newest.
CREATE FUNCTION request_counted(counts integer[], later bigint) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN counts IS NULL OR later > 12 THEN ARRAY[1] || array_fill(0, ARRAY[12])
    WHEN later <= 0 THEN ARRAY[counts[1] + 1] || counts[2:13]
    ELSE ARRAY[1] || array_fill(0, ARRAY[later::integer - 1]) || counts[1 : 13 - later::integer]
  END
$$;

CREATE FUNCTION request_total(counts integer[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sum(one)::integer FROM unnest(counts) AS one
$$;

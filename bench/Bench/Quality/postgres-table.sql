-- The movies as PostgreSQL gets them: a generated tsvector with a weight per field, accents and apostrophes taken away
-- beforehand. No list of stop words: there are titles of nothing else.
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;

CREATE TEXT SEARCH DICTIONARY english_every (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION movies (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION movies
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart WITH english_every;

CREATE FUNCTION folded(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(replace(lower(public.unaccent('public.unaccent', given)), '''', ''), '&', ' and ')
$$;

-- Words with blanks between them and nothing else. The parser would take the end of Catch-22 for a negative number.
CREATE FUNCTION plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(folded(given), '[^a-z0-9]+', ' ', 'g'))
$$;

CREATE TABLE movies (
    id text PRIMARY KEY,
    title text NOT NULL,
    year int NOT NULL,
    names text NOT NULL,
    genres text NOT NULL,
    extract text NOT NULL,
    title_key text GENERATED ALWAYS AS (plain(title)) STORED,
    document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('movies', plain(title)), 'A') || setweight(to_tsvector('movies', plain(names)), 'B')
        || setweight(to_tsvector('movies', plain(genres)), 'C') || setweight(to_tsvector('movies', plain(extract)), 'D')) STORED);

-- Indexes over the movies, and the search itself: full text first; where that finds little, misspelt words are put right by the
-- trigrams of all words, as the manual has it of pg_trgm beside text search, and titles that are like the query come with them. The
-- figures in here are those of several tried that found the most of the golden queries.
CREATE INDEX ON movies USING gin (document);
CREATE INDEX ON movies USING gist (title_key gist_trgm_ops(siglen = 64));

CREATE TABLE words AS
    SELECT word, ndoc FROM ts_stat('SELECT to_tsvector(''simple'', plain(concat_ws('' '', title, names, extract))) FROM movies');
CREATE INDEX ON words USING gist (word gist_trgm_ops(siglen = 64));
CREATE UNIQUE INDEX ON words (word text_pattern_ops);
ANALYZE;

-- A query as it is typed: as web searches have it, the last word being a prefix unless it is in quotes or excluded.
CREATE FUNCTION typed(given text) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
    -- A hyphen within a word divides it; before one it excludes.
    clean text := regexp_replace(btrim(regexp_replace(folded(given), '[^a-z0-9" -]+', ' ', 'g')), '([a-z0-9])-+', '\1 ', 'g');
    last text := substring(clean from '(?:^| )([a-z0-9]+)$');
    others text := left(clean, length(clean) - length(last));
BEGIN
    IF last IS NULL OR (length(others) - length(replace(others, '"', ''))) % 2 = 1 THEN
        RETURN websearch_to_tsquery('movies', clean);
    END IF;
    RETURN websearch_to_tsquery('movies', others) && (to_tsquery('movies', last || ':*') || to_tsquery('simple', last || ':*'));
END $$;

-- The query with every word that no movie has replaced by the one most like it. Numbers and short words stay.
CREATE FUNCTION corrected(given text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(
        CASE
            WHEN length(w) < 4 OR w ~ '[0-9]' OR EXISTS (SELECT FROM words WHERE word = w)
                OR (n = last AND EXISTS (SELECT FROM words WHERE word LIKE w || '%')) THEN w
            ELSE (
                SELECT word FROM (SELECT word, ndoc, word <-> w AS distance FROM words ORDER BY word <-> w LIMIT 5) AS near
                ORDER BY distance, ndoc DESC LIMIT 1)
        END, ' ' ORDER BY n)
    FROM (
        SELECT w, n, max(n) OVER () AS last FROM regexp_split_to_table(plain(given), ' ') WITH ORDINALITY AS split (w, n)) AS each
$$;

-- The ten best, and behind them what the query may have meant. A whole title comes first, the newest of its name before the others.
CREATE FUNCTION search_movies(given text) RETURNS TABLE (id text) LANGUAGE plpgsql STABLE
    SET pg_trgm.word_similarity_threshold = 0.4 AS $$
DECLARE
    key text := plain(given);
    asked tsquery := typed(given);
    fixed text;
    meant tsquery;
    found int;
BEGIN
    RETURN QUERY
        SELECT m.id FROM movies m WHERE m.document @@ asked
        ORDER BY
            m.title_key = key DESC,
            CASE WHEN m.title_key = key THEN 0
                ELSE ts_rank_cd('{0.05, 0.1, 0.4, 1}', m.document, asked, 1) + similarity(m.title_key, key) END DESC,
            m.year DESC, m.id
        LIMIT 10;
    GET DIAGNOSTICS found = ROW_COUNT;
    -- Whoever quotes or excludes knows the spelling.
    IF found >= 3 OR given ~ '"|(^| )-' THEN
        RETURN;
    END IF;
    fixed := corrected(given);
    meant := typed(fixed);
    RETURN QUERY
        SELECT m.id FROM (
            SELECT a.* FROM movies a WHERE a.document @@ meant
            UNION
            (SELECT b.* FROM movies b WHERE key <% b.title_key ORDER BY key <<-> b.title_key, key <-> b.title_key LIMIT 20)) AS m
        WHERE NOT m.document @@ asked
        ORDER BY
            m.title_key = fixed DESC,
            CASE WHEN m.document @@ meant THEN 0.5 + ts_rank_cd('{0.05, 0.1, 0.4, 1}', m.document, meant, 1) ELSE 0 END
                + greatest(similarity(m.title_key, key), similarity(m.title_key, fixed)) + word_similarity(key, m.title_key) DESC,
            m.year DESC, m.id
        LIMIT 10;
END $$;

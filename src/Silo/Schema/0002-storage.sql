-- What grains keep. A row is changed by compare-and-set on its version, and made once: the primary key decides between two
-- activations that both found nothing and both write first.

CREATE TABLE grain_state (
    service_id   text NOT NULL,
    -- The state's name, as the grain's class declares it; not the class.
    state_name   text NOT NULL,
    -- The grain's key: a number in n1, a GUID in both, a text in extension.
    n0           bigint NOT NULL,
    n1           bigint NOT NULL,
    extension    text NOT NULL,
    -- Null when the state was cleared.
    payload      bytea,
    version      integer NOT NULL,
    changed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, state_name, n0, n1, extension)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $$
SELECT payload AS PayloadBinary, version AS Version
FROM grain_state
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND extension = coalesce(@GrainIdExtensionString::text, '')
$$),
-- A row in any case: its version is null when somebody else was first, or has changed it since.
('WriteToStorageKey', $$
WITH first AS (
    INSERT INTO grain_state (service_id, state_name, n0, n1, extension, payload, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), @PayloadBinary, 1
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version),
next AS (
    UPDATE grain_state SET payload = @PayloadBinary, version = version + 1, changed_at = now()
    WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
        AND extension = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::integer
    RETURNING version)
SELECT max(version) AS NewGrainStateVersion FROM (SELECT version FROM first UNION ALL SELECT version FROM next) AS written
$$),
('ClearStorageKey', $$
UPDATE grain_state SET payload = NULL, version = version + 1, changed_at = now()
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND extension = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::integer
RETURNING version
$$),
('DeleteStorageKey', $$
DELETE FROM grain_state
WHERE service_id = @ServiceId AND state_name = @GrainTypeString AND n0 = @GrainIdN0 AND n1 = @GrainIdN1
    AND extension = coalesce(@GrainIdExtensionString::text, '') AND version = @GrainStateVersion::integer
RETURNING version + 1
$$);

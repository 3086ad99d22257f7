-- Which silos there are. The statements are read by Orleans' ADO.NET providers from OrleansQuery: name, columns and keys of that
-- table, and the names of parameters and of result columns, are their contract; all else is ours.

CREATE TABLE OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- One row per cluster. Its version is bumped by every change of membership and compared by whoever changes it: of two silos that
-- change something at the same time, the row's lock lets one go first, and the other finds another version than it knew.
CREATE TABLE cluster_version (
    deployment_id text PRIMARY KEY,
    version       integer NOT NULL
);

CREATE TABLE cluster_member (
    deployment_id   text NOT NULL REFERENCES cluster_version,
    address         text NOT NULL,
    port            integer NOT NULL,
    generation      integer NOT NULL,
    silo_name       text NOT NULL,
    host_name       text NOT NULL,
    -- 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.
    status          integer NOT NULL,
    proxy_port      integer,
    suspect_times   text,
    start_time      timestamptz NOT NULL,
    i_am_alive_time timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('GatewaysQueryKey', $$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM cluster_member
WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
-- The version's row comes though there is no member: a silo that finds none still needs the version.
('MembershipReadRowKey', $$
SELECT m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName, m.host_name AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes, m.start_time AS StartTime,
    m.i_am_alive_time AS IAmAliveTime, v.version AS Version
FROM cluster_version v
LEFT JOIN cluster_member m
    ON m.deployment_id = v.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deployment_id = @DeploymentId
$$),
('MembershipReadAllKey', $$
SELECT m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName, m.host_name AS HostName,
    m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes, m.start_time AS StartTime,
    m.i_am_alive_time AS IAmAliveTime, v.version AS Version
FROM cluster_version v
LEFT JOIN cluster_member m ON m.deployment_id = v.deployment_id
WHERE v.deployment_id = @DeploymentId
$$),
('InsertMembershipVersionKey', $$
WITH added AS (
    INSERT INTO cluster_version (deployment_id, version) VALUES (@DeploymentId, 0)
    ON CONFLICT DO NOTHING
    RETURNING version)
SELECT EXISTS (SELECT 1 FROM added)
$$),
-- One statement, so version and member change together or not at all.
('InsertMembershipKey', $$
WITH bumped AS (
    UPDATE cluster_version v SET version = v.version + 1
    WHERE v.deployment_id = @DeploymentId AND v.version = @Version
        AND NOT EXISTS (
            SELECT 1 FROM cluster_member m
            WHERE m.deployment_id = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING v.deployment_id),
added AS (
    INSERT INTO cluster_member (
        deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    SELECT deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM bumped
    RETURNING 1)
SELECT EXISTS (SELECT 1 FROM added)
$$),
('UpdateMembershipKey', $$
WITH bumped AS (
    UPDATE cluster_version v SET version = v.version + 1
    WHERE v.deployment_id = @DeploymentId AND v.version = @Version
        AND EXISTS (
            SELECT 1 FROM cluster_member m
            WHERE m.deployment_id = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation)
    RETURNING v.deployment_id),
changed AS (
    UPDATE cluster_member m
    SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    FROM bumped b
    WHERE m.deployment_id = b.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1)
SELECT EXISTS (SELECT 1 FROM changed)
$$),
-- A sign of life is no change of membership: it leaves the version alone.
('UpdateIAmAlivetimeKey', $$
UPDATE cluster_member SET i_am_alive_time = @IAmAliveTime
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
-- The version stays: whoever reads the table wants one.
('DeleteMembershipTableEntriesKey', $$
DELETE FROM cluster_member WHERE deployment_id = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
DELETE FROM cluster_member WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status <> 3
$$);

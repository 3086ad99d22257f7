using Npgsql;

namespace MovieGrains.Silo.Schema;

/// <summary>A member of the cluster, by what the table knows it by.</summary>
internal readonly record struct Member(string Address, int Port, int Generation)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Address}:{Port}:{Generation}");
}

/// <summary>The members that the database takes for active, and their end.</summary>
/// <remarks>In SQL on the project's own table: Orleans' interface to it differs between its releases.</remarks>
internal sealed class Members(NpgsqlDataSource database, string clusterId)
{
    /// <summary>Who is active, and when each last said that it is alive, by its own clock.</summary>
    /// <exception cref="NpgsqlException">The database can't be reached, or fails.</exception>
    public async Task<IReadOnlyDictionary<Member, DateTime>> ActiveAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT address, port, generation, i_am_alive_time FROM cluster_member WHERE deployment_id = $1 AND status = 3");
        command.Parameters.Add(new NpgsqlParameter { Value = clusterId });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Member, DateTime>();
        while (await rows.ReadAsync(cancellationToken))
            found[new Member(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2))] = rows.GetDateTime(3);
        return found;
    }

    /// <summary>Declares a member dead, unless it has said since that it is alive, or somebody was faster.</summary>
    /// <param name="member">Which.</param>
    /// <param name="alive">When it last said so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was.</returns>
    /// <remarks>A change of membership, so the version goes with it, in one statement as in those that Orleans uses.</remarks>
    /// <exception cref="NpgsqlException">The database can't be reached, or fails.</exception>
    public async Task<bool> DeclareDeadAsync(Member member, DateTime alive, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            WITH bumped AS (
                UPDATE cluster_version v SET version = v.version + 1
                WHERE v.deployment_id = $1 AND EXISTS (
                    SELECT 1 FROM cluster_member m
                    WHERE m.deployment_id = $1 AND m.address = $2 AND m.port = $3 AND m.generation = $4 AND m.status = 3 AND m.i_am_alive_time = $5)
                RETURNING v.deployment_id)
            UPDATE cluster_member m SET status = 6
            FROM bumped b
            WHERE m.deployment_id = b.deployment_id AND m.address = $2 AND m.port = $3 AND m.generation = $4 AND m.status = 3 AND m.i_am_alive_time = $5
            """);
        foreach (var value in new object[] { clusterId, member.Address, member.Port, member.Generation, alive })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}

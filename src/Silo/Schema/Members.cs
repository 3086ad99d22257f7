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
    /// <remarks>
    /// A change of membership, so the version goes with it, as in the statements that Orleans uses. The version is locked first, by a statement of
    /// its own, so that the second sees what whoever was faster has done; the two are one transaction, as a batch is.
    /// </remarks>
    /// <exception cref="NpgsqlException">The database can't be reached, or fails.</exception>
    public async Task<bool> DeclareDeadAsync(Member member, DateTime alive, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command("SELECT version FROM cluster_version WHERE deployment_id = $1 FOR UPDATE", clusterId));
        batch.BatchCommands.Add(Command(
            """
            WITH dead AS (
                UPDATE cluster_member SET status = 6
                WHERE deployment_id = $1 AND address = $2 AND port = $3 AND generation = $4 AND status = 3 AND i_am_alive_time = $5
                RETURNING deployment_id)
            UPDATE cluster_version v SET version = v.version + 1 FROM dead WHERE v.deployment_id = dead.deployment_id
            """,
            clusterId, member.Address, member.Port, member.Generation, alive));
        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}

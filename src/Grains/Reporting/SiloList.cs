using System.Text.Json;
using Orleans.Runtime;

namespace MovieGrains.Grains.Reporting;

/// <summary>A silo that the cluster knows of.</summary>
internal readonly record struct KnownSilo(string Name, SiloAddress Address, SiloStatus Status)
{
    /// <summary>Host and port.</summary>
    public string Place => Address.Endpoint.ToString();

    /// <summary>The status as it is spelt for others: <c>ShuttingDown</c> is <c>shutting_down</c>.</summary>
    public string State => JsonNamingPolicy.SnakeCaseLower.ConvertName(Status.ToString());
}

/// <summary>Lists the silos of the cluster, from the table of its members.</summary>
internal sealed class SiloList(IGrainFactory grains, ISiloStatusOracle silos, TimeProvider time)
{
    /// <summary>For how long is one told of that is dead? Long enough to be seen, not for ever: its name does not come back.</summary>
    private static readonly TimeSpan Mourning = TimeSpan.FromMinutes(10);

    /// <summary>All silos, by name.</summary>
    /// <param name="limit">How long the table may take to read; when it takes longer or fails, these are the silos that this one takes for
    /// alive, which it knows by itself.</param>
    public async Task<IReadOnlyList<KnownSilo>> ReadAsync(TimeSpan limit)
    {
        IEnumerable<KnownSilo> known;
        try
        {
            var members = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts().WaitAsync(limit, time);
            var since = time.GetUtcNow().UtcDateTime - Mourning;
            known = members.Where(member => member.Status != SiloStatus.Dead || member.IAmAliveTime > since)
                .Select(static member => new KnownSilo(member.SiloName, member.SiloAddress, member.Status));
        }
        catch (Exception)
        {
            // The database, most likely; that it can't be reached shows elsewhere.
            known = silos.GetApproximateSiloStatuses().Where(static silo => silo.Value != SiloStatus.Dead)
                .Select(silo => new KnownSilo(silos.TryGetSiloName(silo.Key, out var name) ? name : silo.Key.ToString(), silo.Key, silo.Value));
        }
        return [.. known.OrderBy(static silo => silo.Name, StringComparer.Ordinal)];
    }
}

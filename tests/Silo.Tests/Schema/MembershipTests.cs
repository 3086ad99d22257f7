using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Silo.Schema;
using MovieGrains.Tests.Postgres;
using Orleans;
using Orleans.Runtime;

// Some releases of Orleans call the members without a token obsolete; others have no other.
#pragma warning disable CS0618

namespace MovieGrains.Silo.Tests.Schema;

/// <summary>The membership table as the provider uses it.</summary>
public sealed class MembershipTests(SharedPostgres postgres)
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task ReadAll_EmptyTable_HasAVersion()
    {
        await using var table = await TableAsync();
        var all = await table.Value.ReadAll();
        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
    }

    [Fact]
    public async Task InsertRow_ReadBack_IsTheSame()
    {
        await using var table = await TableAsync();
        var entry = Entry(1);

        Assert.True(await table.Value.InsertRow(entry, (await table.Value.ReadAll()).Version.Next()));

        var row = await table.Value.ReadRow(entry.SiloAddress);
        var found = Assert.Single(row.Members).Item1;
        Assert.Equal(1, row.Version.Version);
        Assert.Equal((entry.SiloAddress, entry.Status, entry.ProxyPort), (found.SiloAddress, found.Status, found.ProxyPort));
        Assert.Equal((entry.SiloName, entry.HostName), (found.SiloName, found.HostName));
        Assert.Equal((Start, Start), (found.StartTime, found.IAmAliveTime));
        Assert.Null(found.SuspectTimes);
        Assert.Empty((await table.Value.ReadRow(Entry(2).SiloAddress)).Members);
    }

    [Fact]
    public async Task InsertRow_OldVersionOrSameSilo_ChangesNothing()
    {
        await using var table = await TableAsync();
        var first = (await table.Value.ReadAll()).Version.Next();
        Assert.True(await table.Value.InsertRow(Entry(1), first));

        Assert.False(await table.Value.InsertRow(Entry(2), first));
        Assert.False(await table.Value.InsertRow(Entry(1), first.Next()));

        var all = await table.Value.ReadAll();
        Assert.Single(all.Members);
        Assert.Equal(1, all.Version.Version);
    }

    [Fact]
    public async Task InsertRow_ManyAtOnce_ExactlyOneWins()
    {
        await using var table = await TableAsync();
        var next = (await table.Value.ReadAll()).Version.Next();

        var won = await Task.WhenAll(Enumerable.Range(1, 16).Select(i => table.Value.InsertRow(Entry(i), next)));

        Assert.Single(won, static w => w);
        var all = await table.Value.ReadAll();
        Assert.Single(all.Members);
        Assert.Equal(1, all.Version.Version);
    }

    [Fact]
    public async Task UpdateRow_ManyAtOnce_ExactlyOneWins()
    {
        await using var table = await TableAsync();
        Assert.True(await table.Value.InsertRow(Entry(1), (await table.Value.ReadAll()).Version.Next()));
        var row = await table.Value.ReadRow(Entry(1).SiloAddress);
        var etag = row.Members[0].Item2;

        var won = await Task.WhenAll(Enumerable.Range(1, 16).Select(i =>
        {
            var entry = Entry(1);
            entry.Status = SiloStatus.Active;
            entry.SuspectTimes = [Tuple.Create(Entry(i + 1).SiloAddress, Start)];
            return table.Value.UpdateRow(entry, etag, row.Version.Next());
        }));

        var winner = Array.IndexOf(won, true) + 1;
        Assert.Single(won, static w => w);
        var after = await table.Value.ReadRow(Entry(1).SiloAddress);
        Assert.Equal(2, after.Version.Version);
        Assert.Equal(SiloStatus.Active, after.Members[0].Item1.Status);
        Assert.Equal(Entry(winner + 1).SiloAddress, Assert.Single(after.Members[0].Item1.SuspectTimes!).Item1);
    }

    [Fact]
    public async Task UpdateRow_SiloThatIsNotThere_LeavesTheVersion()
    {
        await using var table = await TableAsync();
        Assert.False(await table.Value.UpdateRow(Entry(1), "0", (await table.Value.ReadAll()).Version.Next()));
        Assert.Equal(0, (await table.Value.ReadAll()).Version.Version);
    }

    [Fact]
    public async Task UpdateIAmAlive_LeavesTheVersion()
    {
        await using var table = await TableAsync();
        Assert.True(await table.Value.InsertRow(Entry(1), (await table.Value.ReadAll()).Version.Next()));
        var alive = Entry(1);
        alive.IAmAliveTime = Start.AddMinutes(1);

        await table.Value.UpdateIAmAlive(alive);

        var all = await table.Value.ReadAll();
        Assert.Equal((1, Start.AddMinutes(1)), (all.Version.Version, Assert.Single(all.Members).Item1.IAmAliveTime));
    }

    [Fact]
    public async Task CleanupDefunctSiloEntries_OldAndNotActive_AreGone()
    {
        await using var table = await TableAsync();
        foreach (var (number, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Dead) })
        {
            var entry = Entry(number);
            entry.Status = status;
            entry.IAmAliveTime = number == 3 ? Start.AddDays(1) : Start;
            Assert.True(await table.Value.InsertRow(entry, (await table.Value.ReadAll()).Version.Next()));
        }

        await table.Value.CleanupDefunctSiloEntries(new DateTimeOffset(Start).AddHours(1));

        var left = (await table.Value.ReadAll()).Members.Select(static m => m.Item1.SiloAddress.Generation).Order();
        Assert.Equal([1, 3], left);
    }

    [Fact]
    public async Task DeleteMembershipTableEntries_OfOneCluster_LeavesOthers()
    {
        await using var table = await TableAsync();
        Assert.True(await table.Value.InsertRow(Entry(1), (await table.Value.ReadAll()).Version.Next()));
        await table.Value.DeleteMembershipTableEntries("another");
        Assert.Single((await table.Value.ReadAll()).Members);
        await table.Value.DeleteMembershipTableEntries("tests");
        Assert.Empty((await table.Value.ReadAll()).Members);
    }

    private static MembershipEntry Entry(int generation) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), generation),
        Status = SiloStatus.Joining, ProxyPort = 30000, SiloName = "silo", HostName = "host", StartTime = Start, IAmAliveTime = Start,
    };

    private async Task<Table> TableAsync()
    {
        var connection = await postgres.Server.NewDatabaseAsync();
        var silo = TwoSilos.Build(connection);
        await silo.Services.GetRequiredService<SchemaInstaller>().EnsureAsync(TestContext.Current.CancellationToken);
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        // What every further silo of the cluster does.
        await table.InitializeMembershipTable(tryInitTableVersion: true);
        return new Table(silo, table);
    }

    private sealed record Table(IAsyncDisposable Owner, IMembershipTable Value) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Owner.DisposeAsync();
    }
}

using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Ingesting;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>Files come in by a source's grain and go to the owners: what these have is what one store of all has.</summary>
public sealed class SourceInAClusterTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Poll_FilesOfManyYears_ReplicaIsTheOneStoreOfAll()
    {
        await using var cluster = await TestedCluster.StartAsync();
        await using var replica = new Replica(cluster.Grains);
        var files = Files(1, 4);
        DropAll(cluster, files);
        await cluster.IngestedAsync(files.Count);

        Assert.Equal(await WholeAsync(cluster, files), await replica.DocumentsAsync());
        var status = await cluster.SourceGrain.GetStatusAsync();
        Assert.Equal((files.Sum(f => f.Records.Count), null), ((int)status.Records, status.Failure));
        await TestedCluster.UntilAsync(cluster.SourceGrain.GetStatusAsync, s => s.IsLoaded);
        await ReportsAddUpAsync(cluster, files);
    }

    [Fact]
    public async Task Poll_SiloIsKilledInBetween_NothingIsLostAndTheReplicaFollows()
    {
        await using var cluster = await TestedCluster.StartAsync();
        await using var replica = new Replica(cluster.Grains);
        var files = Files(2, 3);
        DropAll(cluster, files);
        await cluster.IngestedAsync(files.Count);
        await replica.PullAsync();
        List<(string Name, List<string> Records)> later = [.. Files(3, 4).Select(f => (Name: $"late-{f.Name}", f.Records))];
        DropAll(cluster, later);

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[^1]);
        // Every silo does so when it starts.
        await TestedCluster.UntilAsync(async () =>
        {
            await cluster.SourceGrain.StartAsync();
            return true;
        }, static done => done);
        await cluster.IngestedAsync(files.Count + later.Count);

        var whole = await WholeAsync(cluster, [.. files, .. later]);
        await TestedCluster.UntilAsync(replica.DocumentsAsync, whole.SequenceEqual);
    }

    [Fact]
    public async Task Poll_SiloIsStoppedInBetween_GrainsMoveAndTheReplicaFollows()
    {
        await using var cluster = await TestedCluster.StartAsync();
        await using var replica = new Replica(cluster.Grains);
        var files = Files(6, 3);
        DropAll(cluster, files);
        await cluster.IngestedAsync(files.Count);
        await replica.PullAsync();
        List<(string Name, List<string> Records)> later = [.. Files(7, 4).Select(f => (Name: $"late-{f.Name}", f.Records))];
        DropAll(cluster, later);

        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[^1]).WaitAsync(TimeSpan.FromSeconds(25), Ended);
        await cluster.IngestedAsync(files.Count + later.Count);

        var whole = await WholeAsync(cluster, [.. files, .. later]);
        await TestedCluster.UntilAsync(replica.DocumentsAsync, whole.SequenceEqual);
    }

    [Fact]
    public async Task Deactivate_SourceAndOwners_LedgerAndMoviesAreReadBack()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var files = Files(4, 5);
        DropAll(cluster, files);
        await cluster.IngestedAsync(files.Count);
        await using var before = new Replica(cluster.Grains);
        var documents = await before.DocumentsAsync();

        await cluster.Silos.DeactivateAsync(cluster.SourceGrain);
        foreach (var year in before.Versions.Keys)
            await cluster.Silos.DeactivateAsync(cluster.Grains.GetGrain<Abstractions.IYearOwner>(year));
        await cluster.IngestedAsync(files.Count);

        var status = await cluster.SourceGrain.GetStatusAsync();
        Assert.Equal((true, 0), (status.IsLoaded, status.Records)); // Known from the ledger, and not read again.
        await using var after = new Replica(cluster.Grains);
        Assert.Equal(documents, await after.DocumentsAsync());
        // Who has all of it need not read an image, though the owner began anew.
        var images = before.Images;
        foreach (var year in before.Versions.Keys.ToArray())
            await before.PullAsync(year);
        Assert.Equal(images, before.Images);
    }

    [Fact]
    public async Task Poll_BadRecordsAndBadFiles_AreInTheLedger()
    {
        await using var cluster = await TestedCluster.StartAsync();
        cluster.Drop("mixed.json", """{"title":"Good","year":1999}""", """{"title":"Bad","year":"1999"}""", "7");
        File.WriteAllText(Path.Combine(cluster.Folder, "torn.json"), "{\"title\":");
        await cluster.IngestedAsync(1);

        var ingested = await FilesAsync(cluster, "ingested");
        var report = ingested[0];
        Assert.Equal((3, 1, 2), (report.GetProperty("records").GetInt32(), report.GetProperty("added").GetInt32(), report.GetProperty("rejected").GetInt32()));
        Assert.Single(await FilesAsync(cluster, "quarantined"));
        var file = await cluster.SourceGrain.GetFileAsync(ingested[0].GetProperty("id").GetString()!);
        Assert.Contains("rejected_records", Encoding.UTF8.GetString(file!), StringComparison.Ordinal);
        Assert.Null(await cluster.SourceGrain.GetFileAsync("ffffffffffffffff"));
    }

    [Fact]
    public async Task NotifyAsync_FolderHasNoBucket_IsNoneOfIts()
    {
        await using var cluster = await TestedCluster.StartAsync();

        Assert.Equal((1, null), ((await cluster.SourceGrain.NotifyAsync("bucket", "key")).Result, (string?)null));
    }

    [Fact]
    public async Task StartAsync_SourceThatIsNotConfigured_Fails()
    {
        await using var cluster = await TestedCluster.StartAsync();

        var unknown = cluster.Grains.GetGrain<Abstractions.ISource>(SourceDefinitions.KeyOf("other"));
        await Assert.ThrowsAnyAsync<Exception>(unknown.StartAsync);
        Assert.Equal(0, (await unknown.ListFilesAsync(null, 0, 10)).Total);
        Assert.Equal(1, (await unknown.NotifyAsync("bucket", "key")).Result);
    }

    [Fact]
    public async Task ListAsync_SilosHaveStarted_HasTheirSourcesAlsoAfterADeactivation()
    {
        await using var cluster = await TestedCluster.StartAsync();
        var directory = cluster.Grains.GetGrain<Abstractions.ISourceDirectory>(0);
        await TestedCluster.UntilAsync(directory.ListAsync, keys => keys is ["source:drop"]);
        await directory.AddAsync(["source:b", "source:drop", "source:a"]);
        await cluster.Silos.DeactivateAsync(directory);

        Assert.Equal(["source:drop", "source:b", "source:a"], await directory.ListAsync());
    }

    [Fact]
    public void States_OfTheWire_AreTheLedgers() => Assert.Equal(
        Enum.GetValues<Ingest.Ledgers.FileState>().Select(Ingest.Ledgers.LedgerPages.Spell), Abstractions.SourceFiles.States);

    private static List<(string Name, List<string> Records)> Files(int seed, int count)
    {
        var dice = new Dice(seed);
        var records = new RecordSource(dice, 12, 6);
        return [.. Enumerable.Range(0, count).Select(i => ($"file-{i}.json", dice.Some(20, 40, records.Next)))];
    }

    private static void DropAll(TestedCluster cluster, List<(string Name, List<string> Records)> files)
    {
        foreach (var (name, records) in files)
            cluster.Drop(name, records);
    }

    /// <summary>What one store says that is fed the files as they lie in the folder.</summary>
    private static async Task<List<string>> WholeAsync(TestedCluster cluster, List<(string Name, List<string> Records)> files)
    {
        await using var whole = new CatalogStore(TimeProvider.System, compactInBackground: false);
        using var batch = whole.Begin();
        foreach (var (name, records) in files)
        {
            var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(cluster.Folder, name)), TimeSpan.Zero);
            batch.BeginFile(new FileOrigin(modified, cluster.Folder, name));
            for (var place = 0; place < records.Count; place++)
                batch.Add(Encoding.UTF8.GetBytes(records[place]), place);
            batch.EndFile();
        }
        await batch.CommitAsync(null, Ended);
        return await whole.DocumentsAsync();
    }

    private static async Task ReportsAddUpAsync(TestedCluster cluster, List<(string Name, List<string> Records)> files)
    {
        foreach (var row in await FilesAsync(cluster, "ingested"))
        {
            string[] parts = ["added", "updated", "unchanged", "deleted", "rejected"];
            var expected = files.Single(f => string.Equals(f.Name, row.GetProperty("key").GetString(), StringComparison.Ordinal)).Records.Count;
            Assert.Equal(expected, row.GetProperty("records").GetInt32());
            Assert.Equal(expected, parts.Sum(part => row.GetProperty(part).GetInt32()));
        }
    }

    private static async Task<List<JsonElement>> FilesAsync(TestedCluster cluster, string state)
    {
        var page = await cluster.SourceGrain.ListFilesAsync(state, 0, 100);
        return [.. page.Files.Select(static file => JsonDocument.Parse(file.Json).RootElement)];
    }
}

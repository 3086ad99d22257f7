using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Ingesting;
using MovieGrains.Grains.Owning;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Storage;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Sources;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace MovieGrains.Grains.Tests.Clusters;

/// <summary>Two silos in this process, over one database, and a folder that they poll.</summary>
internal sealed class TestedCluster : IAsyncDisposable
{
    public const string Source = "drop";

    /// <summary>How long may anything take that is waited for?</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly InProcessTestCluster cluster;

    private TestedCluster(InProcessTestCluster cluster, SharedRows rows, string folder) =>
        (this.cluster, Rows, Folder) = (cluster, rows, folder);

    public InProcessTestCluster Silos => cluster;

    public SharedRows Rows { get; }

    public string Folder { get; }

    public IGrainFactory Grains => cluster.Client;

    public ISource SourceGrain => Grains.GetGrain<ISource>(SourceDefinitions.KeyOf(Source));

    public IYearDirectory Directory => Grains.GetGrain<IYearDirectory>(0);

    /// <param name="budget">What the replica of each silo may take; null for silos that have none.</param>
    /// <param name="splitAbove">From how many movies on a derived partition is split.</param>
    public static async Task<TestedCluster> StartAsync(long? budget = null, long splitAbove = 250_000)
    {
        var rows = new SharedRows();
        var folder = System.IO.Directory.CreateTempSubdirectory("moviegrains-grains-");
        var drop = folder.CreateSubdirectory("drop").FullName;
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                o.NumMissedProbesLimit = 2;
                o.NumVotesForDeathDeclaration = 1;
            });
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
            silo.Services.TryAddSingleton(TimeProvider.System);
            silo.Services.TryAddSingleton(Random.Shared);
            silo.Services.AddSingleton<IRowStorages>(rows);
            silo.Services.AddOwners(new OwnerOptions { Record = budget is null ? Small : new RecordOptions() });
            if (budget is not null)
                silo.Services.AddReading().AddReporting().Configure<ReplicaOptions>(o => o.Budget = budget).Configure<PartitionedOptions>(o => o.SplitAbove = splitAbove);
            silo.Services.AddSources(new SourceDefinitions
            {
                Sources = new Dictionary<string, SourcePlace>(StringComparer.Ordinal) { [Source] = new FolderPlace(drop) },
                Ingest = new IngestOptions { Interval = TimeSpan.FromMilliseconds(100), SpoolFolder = Path.Combine(folder.FullName, "spool") },
                Record = Small,
                Feed = new FeedOptions { PieceBytes = 2000, Attempts = 20 },
            });
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(5)));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestedCluster(cluster, rows, drop);
    }

    /// <summary>Small enough for several chunks, rows of the log and checkpoints.</summary>
    private static RecordOptions Small => new() { RowBytes = 2000, InlineBytes = 3000, LogBytes = 10_000 };

    /// <summary>Puts a file into the folder: seen as a whole or not at all.</summary>
    public void Drop(string name, params IEnumerable<string> records)
    {
        var hidden = Path.Combine(System.IO.Directory.GetParent(Folder)!.FullName, name);
        File.WriteAllText(hidden, $"[{string.Join(",\n", records)}]");
        File.Move(hidden, Path.Combine(Folder, name), overwrite: true);
    }

    /// <summary>Calls, again and again while a silo is being missed, until what comes back is as wanted.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> call, Func<T, bool> isWanted)
    {
        using var end = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        T? last = default;
        Exception? failure = null;
        do
        {
            try
            {
                if (isWanted(last = await call()))
                    return last;
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                failure = e;
            }
        }
        while (!end.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None));
        throw new TimeoutException($"It did not come about; last: {last}", failure);
    }

    /// <summary>The services of each silo.</summary>
    public IEnumerable<IServiceProvider> Services => cluster.Silos.Select(silo => cluster.GetSiloServiceProvider(silo.SiloAddress));

    /// <summary>Feeds files to the owners of their records' years.</summary>
    public async Task FeedAsync(params IEnumerable<SourceFile> files)
    {
        var check = new RecordCheck();
        var years = new Dictionary<int, List<FileRecords>>();
        foreach (var file in files)
        {
            var records = file.Records.Select(static (record, place) => (Json: Encoding.UTF8.GetBytes(record), Place: place));
            foreach (var year in records.GroupBy(record => check.Read(record.Json, out var found) is null ? found : 0).Where(static y => y.Key > 0))
            {
                if (!years.TryGetValue(year.Key, out var fed))
                    years.Add(year.Key, fed = []);
                fed.Add(new FileRecords(
                    file.Origin.LastModified, file.Origin.Source, file.Origin.Key, [.. year.Select(static r => r.Place)], [.. year.Select(static r => r.Json)]));
            }
        }
        // Feeding again what was fed changes nothing.
        foreach (var some in years.Chunk(4))
            await Task.WhenAll(some.Select(year => UntilAsync(
                () => Grains.GetGrain<IYearOwner>(year.Key).FeedAsync([.. year.Value], CancellationToken.None), static _ => true)));
    }

    /// <summary>Waits until so many files are ingested.</summary>
    public Task IngestedAsync(int files) =>
        UntilAsync(() => SourceGrain.ListFilesAsync("ingested", 0, 1), page => page.Total == files);

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        System.IO.Directory.GetParent(Folder)!.Delete(recursive: true);
    }
}

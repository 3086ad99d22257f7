using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>A silo that holds some of the years, beside one store that holds all and answers the same.</summary>
public abstract class BesideOneStore : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private Task running = Task.CompletedTask;

    private protected static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    private protected static Query Everything { get; } = new();

    private protected CancellationToken Ended => end.Token;

    private protected FakeYears Years { get; } = new();

    private protected CatalogStore Whole { get; } = new(TimeProvider.System, compactInBackground: false);

    private protected ReadingMeters Meters { get; } = new();

    private protected PartitionsHere Here { get; } = new();

    private protected Replica Replica { get; private set; } = null!;

    private protected PartitionedCatalog Catalog { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        await Whole.DisposeAsync();
        if (Replica is not null)
            await Replica.DisposeAsync();
        end.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<YearVersion[]> FeedAsync(SourceFile[] files)
    {
        await Whole.LoadAsync(files);
        return await Years.FeedAsync(files);
    }

    private protected async Task StartAsync(long budget)
    {
        Replica = new Replica(
            Years, new ReplicaOptions { Interval = TimeSpan.FromMilliseconds(2), Budget = budget }, TimeProvider.System, NullLogger<Replica>.Instance, Here);
        Catalog = new PartitionedCatalog(Replica, Years, new PartitionedOptions { AtATime = 3, Limit = Limit, PartitionLimit = Limit }, Meters, TimeProvider.System, NullLogger<PartitionedCatalog>.Instance);
        running = Replica.RunAsync(end.Token);
        await Replica.Ready.WaitAsync(Limit);
    }

    private protected static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private protected static string BodyOf(ReaderAnswer answer)
    {
        Assert.Equal(ReaderResult.Answered, answer.Result);
        return Encoding.UTF8.GetString(answer.Body);
    }
}

using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Tests.Fakes;
using MovieGrains.Ingest.Tests.Sources.S3;

namespace MovieGrains.Ingest.Tests.Buckets;

/// <summary>A catalogue that is fed from a bucket: all of ingestion, with nothing faked but the clock.</summary>
internal sealed class BucketRun : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly CatalogStore _store;
    private readonly Ledger _ledger;
    private readonly S3Source _source;
    private readonly Ingester _ingester;

    public BucketRun(Uri endpoint, string prefix = "", IngestOptions? options = null, Func<S3SourceOptions, S3SourceOptions>? change = null)
    {
        _store = new CatalogStore(_time, compactInBackground: false);
        _ledger = new Ledger(_store);
        _source = S3Fixture.Source(endpoint, prefix, change);
        _ingester = new Ingester([_source], _store, _ledger, new NotificationQueue([_source]), options ?? new IngestOptions(), _time, new Random(1), Log);
    }

    public RecordingLog Log { get; } = new();

    public IReadOnlyList<LedgerEntry> Entries => _ledger.Entries();

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The movies that an ingester has which nothing ever disturbed.</summary>
    public static async Task<IReadOnlyList<string>> UndisturbedAsync(Uri endpoint, string prefix = "")
    {
        await using var run = new BucketRun(endpoint, prefix);
        await run.PollAsync();
        return await run.MoviesAsync();
    }

    public Task PollAsync() => _ingester.PollAsync(CancellationToken.None);

    public LedgerEntry Entry(string key) => _ledger.Find(_source.Name, key)!;

    /// <summary>Lets so much time pass that whatever waits to be tried again is due.</summary>
    public void WaitForRetries() => _time.Advance(Backoff.LongestRetry);

    public void Advance(TimeSpan by) => _time.Advance(by);

    /// <summary>All documents, in an order of their bytes.</summary>
    public async Task<IReadOnlyList<string>> MoviesAsync()
    {
        var text = new StringBuilder();
        await foreach (var chunk in (await _store.ExportAsync(new Query(), CancellationToken.None)).Chunks)
            text.Append(Encoding.UTF8.GetString(chunk.Span));
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        _ingester.Dispose();
        _source.Dispose();
        await _store.DisposeAsync();
    }
}

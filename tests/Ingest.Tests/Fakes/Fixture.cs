using MovieGrains.Ingest.Ledgers;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>An ingester with everything around it faked.</summary>
internal sealed class Fixture : IDisposable
{
    private Ingester? _ingester;

    public FakeSource Source { get; } = new();

    public FakeSink Sink { get; } = new();

    public FakeTime Time { get; } = new();

    public RecordingLog Log { get; } = new();

    public Ledger Ledger { get; } = new();

    public IngestOptions Options { get; init; } = new();

    public Ingester Ingester => _ingester ??= new Ingester(Source, Sink, Ledger, Options, Time, Log);

    public Task PollAsync() => Ingester.PollAsync(CancellationToken.None);

    public LedgerEntry Entry(string key) => Ledger.Find(Source.Name, key)!;

    public void Dispose() => _ingester?.Dispose();
}

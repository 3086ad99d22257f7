using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest;

/// <summary>The batch of a poll: opened when a file needs it, and anew after each commit.</summary>
/// <remarks>Others wait while a batch is open, so none is opened for a poll that finds nothing.</remarks>
internal sealed class PollBatch(IRecordSink sink, Action<SourceObject, FileEnding> onCommitted) : IAsyncDisposable
{
    private readonly List<(SourceObject Version, FileEnding Ending)> _uncommitted = [];
    private IRecordBatch? _batch;

    /// <summary>Records not yet committed.</summary>
    public long Records { get; private set; }

    /// <summary>The batch to feed.</summary>
    public async ValueTask<IRecordBatch> OpenAsync(CancellationToken cancellationToken) =>
        _batch ??= await sink.BeginAsync(cancellationToken);

    /// <summary>A file is in the batch.</summary>
    public void Ended(SourceObject version, FileEnding ending)
    {
        _uncommitted.Add((version, ending));
        Records += ending.Report!.Records;
    }

    /// <summary>Shows readers what was ended, and only then reports it as done.</summary>
    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null && _uncommitted.Count > 0)
            await _batch.CommitAsync(cancellationToken);
        foreach (var (version, ending) in _uncommitted)
            onCommitted(version, ending);
        _uncommitted.Clear();
        Records = 0;
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_batch is null)
            return;
        var batch = _batch;
        _batch = null;
        await batch.DisposeAsync();
    }
}

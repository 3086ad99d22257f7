using MovieGrains.Catalog.Records;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest;

/// <summary>The batch of a poll: opened when a file needs it, and anew after each commit.</summary>
internal sealed class PollBatch(IRecordSink sink, Action<SourceObject, FileEnding> onCommitted) : IDisposable
{
    private readonly List<FedFile> _fed = [];
    private IRecordBatch? _batch;

    /// <summary>Records not yet committed.</summary>
    public long Records { get; private set; }

    /// <summary>The batch to feed.</summary>
    public IRecordBatch Open() => _batch ??= sink.Begin();

    /// <summary>A file is in the batch.</summary>
    public void Ended(SourceObject version, RejectedList rejected, TimeSpan duration)
    {
        _fed.Add(new FedFile(version, rejected, duration));
        Records += rejected.Records;
    }

    /// <summary>Shows readers what was ended, and only then reports it as done.</summary>
    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (_batch is not null && _fed.Count > 0)
        {
            FileReport[] reports = [];
            // Within the commit: records that are not accounted for fail it as a whole.
            await _batch.CommitAsync(
                outcomes =>
                {
                    reports = [.. _fed.Zip(outcomes).Select(file => file.First.Report(file.Second))];
                    return [];
                },
                cancellationToken);
            foreach (var (file, report) in _fed.Zip(reports))
                onCommitted(file.Version, FileEnding.Ingested(report));
        }
        _fed.Clear();
        Records = 0;
        Dispose();
    }

    public void Dispose()
    {
        _batch?.Dispose();
        _batch = null;
    }

    private sealed record FedFile(SourceObject Version, RejectedList Rejected, TimeSpan Duration)
    {
        public FileReport Report(FileOutcome outcome)
        {
            Rejected.RejectMerged(outcome.Rejected);
            return Report(Version, Rejected, outcome, Duration);
        }

        private static FileReport Report(SourceObject version, RejectedList rejected, FileOutcome outcome, TimeSpan duration)
        {
            var report = new FileReport
            {
                Records = rejected.Records,
                Added = outcome.Added,
                Updated = outcome.Updated,
                Unchanged = outcome.Unchanged,
                Deleted = outcome.Deleted,
                Rejected = rejected.Count,
                IdsDropped = outcome.IdsDropped,
                Bytes = version.Bytes,
                Duration = duration,
                RejectedRecords = rejected.First(),
            };
            return report.ThrowIfUnaccounted();
        }
    }
}

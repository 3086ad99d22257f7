using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Reading;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest;

/// <summary>Feeds one file to a batch: all of it, or nothing.</summary>
/// <remarks>
/// What the source throws fails the file and is caught here. What the sink throws fails the batch, and is not.
/// </remarks>
internal sealed class FileFeed(IObjectSource source, int blockBytes, TimeProvider time)
{
    private static readonly FileEnding Empty = FileEnding.Quarantined(new FileFault(1, "The file is empty."));
    private static readonly FileEnding Changed = FileEnding.Failed("The file was changed or removed while it was read.");

    /// <summary>Feeds a version of a file. A batch is opened only when there is something to feed.</summary>
    public async ValueTask<FileEnding> FeedAsync(SourceObject version, PollBatch batches, CancellationToken cancellationToken)
    {
        // Not opened at all: a pipe or a device in a folder has no size either, and opening one can wait for ever.
        if (version.Bytes == 0)
            return Empty;
        var started = time.GetTimestamp();
        DropFileReader reader;
        try
        {
            reader = await OpenAsync(version, cancellationToken);
        }
        catch (UnreadableFileException e)
        {
            return FileEnding.Failed(e.Message);
        }
        await using (reader)
            return await FeedAsync(version, reader, await batches.OpenAsync(cancellationToken), started, cancellationToken);
    }

    private async ValueTask<FileEnding> FeedAsync(
        SourceObject version, DropFileReader reader, IRecordBatch batch, long started, CancellationToken cancellationToken)
    {
        var rejected = new RejectedList();
        batch.BeginFile(new FileOrigin(version.LastModified, source.Name, version.Key));
        if (await ReadAsync(version, reader, batch, rejected, cancellationToken) is { } failure)
        {
            batch.AbandonFile();
            return failure;
        }
        var outcome = await batch.EndFileAsync(cancellationToken);
        rejected.RejectMerged(outcome.Rejected);
        return FileEnding.Ingested(Report(version, rejected, outcome, time.GetElapsedTime(started)));
    }

    /// <summary>Reads the file to its end; null when all is well.</summary>
    private async ValueTask<FileEnding?> ReadAsync(
        SourceObject version, DropFileReader reader, IRecordBatch batch, RejectedList rejected, CancellationToken cancellationToken)
    {
        try
        {
            SplitStep step;
            while ((step = TakeRecords(reader, batch, rejected)) == SplitStep.NeedBytes)
                await reader.FillAsync(cancellationToken);
            // Asked before a refusal is believed: a file that is being replaced looks torn, and isn't.
            if (await FindAsync(version.Key, cancellationToken) != version)
                return Changed;
            if (step == SplitStep.Refused)
                return FileEnding.Quarantined(reader.Refusal!);
            return reader.BytesRead == version.Bytes ? null : Changed;
        }
        catch (UnreadableFileException e)
        {
            return FileEnding.Failed(e.Message);
        }
    }

    /// <summary>Takes the records that are in memory; the loop that costs.</summary>
    private static SplitStep TakeRecords(DropFileReader reader, IRecordBatch batch, RejectedList rejected)
    {
        var records = reader.Records;
        SplitStep step;
        while ((step = reader.Next()) == SplitStep.Record)
            rejected.See(records.Line, records.Fault ?? batch.Add(records.Json, records.Place));
        return step;
    }

    private async ValueTask<DropFileReader> OpenAsync(SourceObject version, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = await source.OpenAsync(version, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreadableFileException(e);
        }
        return await DropFileReader.OpenAsync(stream, blockBytes, cancellationToken);
    }

    private async ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await source.FindAsync(key, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreadableFileException(e);
        }
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

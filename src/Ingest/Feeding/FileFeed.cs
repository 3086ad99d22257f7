using System.Diagnostics;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Reading;
using MovieGrains.Ingest.Sources;
using MovieGrains.Ingest.Spooling;

namespace MovieGrains.Ingest.Feeding;

/// <summary>Feeds one file to a batch: all of it, or nothing.</summary>
/// <remarks>
/// <para>A file that fits into memory is staged while it is read, and is taken back when its end shows that it isn't whole. A
/// large one is read twice: once from the source, to its end, while it is copied to the spool folder and nothing of it is
/// applied; and once it is known to be whole, from there, in slices that are committed one after the other. When the process
/// ends between two slices, the file is still pending and is read again from its start, which changes nothing that the first
/// slices did not.</para>
/// <para>What the source throws fails the file and is caught here. What the sink throws fails the batch, and is not.</para>
/// </remarks>
/// <param name="source">Has the file.</param>
/// <param name="spool">Takes copies of large files.</param>
/// <param name="options">How it is read.</param>
/// <param name="time">The clock.</param>
/// <param name="onBlock">Told of each block of a file that was read: a large one takes minutes while the catalogue is asked.</param>
internal sealed class FileFeed(IObjectSource source, SpoolFolder spool, IngestOptions options, TimeProvider time, Action onBlock)
{
    private static readonly FileEnding Empty = FileEnding.Quarantined(new FileFault(1, "The file is empty."));
    private static readonly FileEnding Changed = FileEnding.Failed("The file was changed or removed while it was read.");
    private static readonly FileEnding TooLarge = FileEnding.Failed("The file is too large to be read at once.");

    /// <summary>Feeds a version of a file. A batch is opened only when there is something to feed.</summary>
    /// <returns>Null when the batch has its records; else why it has not.</returns>
    public async ValueTask<FileEnding?> FeedAsync(LedgerEntry file, PollBatch batch, CancellationToken cancellationToken)
    {
        // Not opened at all: a pipe or a device in a folder has no size either, and opening one can wait for ever.
        if (file.Version.Bytes == 0)
            return Empty;
        try
        {
            // Records take about as many bytes as the file has, or more when it is compressed.
            var ending = file.Version.Bytes > options.SpoolBytes ? TooLarge : await StageAsync(file, batch, cancellationToken);
            return ReferenceEquals(ending, TooLarge) ? await SpoolAsync(file, batch, cancellationToken) : ending;
        }
        catch (UnreadableFileException e)
        {
            return FileEnding.Failed(e.Message);
        }
    }

    private async ValueTask<FileEnding?> StageAsync(LedgerEntry file, PollBatch batches, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var reader = await OpenAsync(file.Version, null, cancellationToken);
        var tally = new FileTally();
        var batch = batches.Open();
        var most = batch.StagedBytes + options.SpoolBytes;
        var isFed = false;
        batch.BeginFile(OriginOf(file));
        try
        {
            SplitStep step;
            while ((step = Take(reader, batch, tally, most)) == SplitStep.NeedBytes)
                await NextBlockAsync(reader, cancellationToken);
            var ending = step == SplitStep.Record ? TooLarge : await JudgeAsync(file.Version, reader, step, cancellationToken);
            isFed = ending is null;
            if (isFed)
                batches.Ended(file, tally, time.GetElapsedTime(started));
            return ending;
        }
        finally
        {
            if (!isFed)
                batch.AbandonFile();
        }
    }

    private async ValueTask<FileEnding?> SpoolAsync(LedgerEntry file, PollBatch batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        // What is staged by now would take its memory for as long as the large file takes.
        await batch.CommitAsync(cancellationToken);
        await using var copy = spool.CreateFile();
        if (await CopyAsync(file.Version, copy, cancellationToken) is { } ending)
            return ending;
        copy.Position = 0;
        await FeedSlicesAsync(file, copy, batch, started, cancellationToken);
        return null;
    }

    /// <summary>Copies a file and reads it to its end; null when it is whole.</summary>
    private async ValueTask<FileEnding?> CopyAsync(SourceObject version, Stream copy, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(version, copy, cancellationToken);
        SplitStep step;
        while ((step = Skip(reader)) == SplitStep.NeedBytes)
            await NextBlockAsync(reader, cancellationToken);
        return await JudgeAsync(version, reader, step, cancellationToken);
    }

    private async ValueTask FeedSlicesAsync(
        LedgerEntry file, Stream copy, PollBatch batches, long started, CancellationToken cancellationToken)
    {
        await using var reader = await DropFileReader.OpenAsync(copy, file.Version.Bytes, options.BlockBytes, cancellationToken);
        // One for all slices: the catalogue keeps it with every movie.
        var origin = OriginOf(file);
        var tally = new FileTally();
        var step = SplitStep.Record;
        while (step == SplitStep.Record)
        {
            var batch = batches.Open();
            batch.BeginFile(origin);
            step = await FillSliceAsync(reader, batch, tally, cancellationToken);
            if (step == SplitStep.Record)
                await batches.CommitSliceAsync(tally, cancellationToken);
        }
        Debug.Assert(step == SplitStep.End, "the copy was read to its end before");
        batches.Ended(file, tally, time.GetElapsedTime(started));
    }

    /// <summary>Takes a slice; <see cref="SplitStep.Record"/> when it is full.</summary>
    private async ValueTask<SplitStep> FillSliceAsync(
        DropFileReader reader, IRecordBatch batch, FileTally tally, CancellationToken cancellationToken)
    {
        try
        {
            SplitStep step;
            while ((step = Take(reader, batch, tally, options.SliceBytes)) == SplitStep.NeedBytes)
                await NextBlockAsync(reader, cancellationToken);
            return step == SplitStep.Refused ? throw new UnreadableFileException("The copy in the spool folder was damaged.") : step;
        }
        catch (UnreadableFileException)
        {
            batch.AbandonFile();
            throw;
        }
    }

    /// <summary>Whether a file that was read to its end, or as far as it could be, is what its source lists; null when it is.</summary>
    private async ValueTask<FileEnding?> JudgeAsync(
        SourceObject version, DropFileReader reader, SplitStep step, CancellationToken cancellationToken)
    {
        // Asked before a refusal is believed: a file that is being replaced looks torn, and isn't.
        if (!source.PromisesVersion && await FindAsync(version.Key, cancellationToken) != version)
            return Changed;
        // A transfer that ends early looks like a torn file, too.
        if (reader.HasEnded && reader.BytesRead != version.Bytes)
            return FileEnding.Failed($"The source gave {reader.BytesRead} bytes of a file that has {version.Bytes}.");
        return step == SplitStep.Refused ? FileEnding.Quarantined(reader.Refusal!) : null;
    }

    /// <summary>Takes the records that are in memory, until the batch has as many bytes as it may; the loop that costs.</summary>
    private SplitStep Take(DropFileReader reader, IRecordBatch batch, FileTally tally, long most) => Aside(() =>
    {
        var records = reader.Records;
        SplitStep step;
        while ((step = reader.Next()) == SplitStep.Record)
        {
            tally.See(records.Place, records.Line, records.Fault ?? batch.Add(records.Json, records.Place));
            if (batch.StagedBytes >= most)
                break;
        }
        return step;
    });

    private SplitStep Skip(DropFileReader reader) => Aside(() =>
    {
        SplitStep step;
        while ((step = reader.Next()) == SplitStep.Record)
        {
            // Only the file as a whole is of interest yet.
        }
        return step;
    });

    private async ValueTask NextBlockAsync(DropFileReader reader, CancellationToken cancellationToken)
    {
        await options.RestAsync(cancellationToken);
        await reader.FillAsync(cancellationToken);
        onBlock();
    }

    private SplitStep Aside(Func<SplitStep> work)
    {
        var step = SplitStep.NeedBytes;
        options.Aside(() => step = work());
        return step;
    }

    private FileOrigin OriginOf(LedgerEntry file) => new(file.Version.LastModified, source.Name, file.Key);

    private async ValueTask<DropFileReader> OpenAsync(SourceObject version, Stream? copy, CancellationToken cancellationToken)
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
        stream = copy is null ? stream : new CopyingStream(stream, copy);
        return await DropFileReader.OpenAsync(stream, version.Bytes, options.BlockBytes, cancellationToken);
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
}

using System.Diagnostics;
using MovieGrains.Bench.Movies;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Bench.Engine;

/// <summary>Loads a feed into an engine as ingestion does: file after file, a commit per four million records.</summary>
internal static class Loading
{
    /// <summary>Ingestion commits a batch at so many records by default.</summary>
    private const int BatchRecords = 4_000_000;

    /// <summary>Loads everything.</summary>
    public static async Task<LoadResult> LoadAsync(EngineUnderTest engine, MovieFeed feed, CancellationToken cancellation)
    {
        var buffer = new FileBuffer();
        buffer.Fill(feed.Files[0]);
        var memoryBefore = Memory.LiveBytes();
        Memory.ForgetPeak();
        var clock = new Stopwatch();
        var tally = new LoadTally();
        var files = new Queue<FeedFile>(feed.Files);
        while (files.Count > 0)
            await LoadBatchAsync(engine.Sink, files, buffer, clock, tally, cancellation);
        // What is left to compact is part of loading: it comes before memory is counted.
        clock.Start();
        await engine.WhenCompactedAsync();
        clock.Stop();
        var peak = Memory.PeakBytes();
        return new LoadResult(tally.Records, tally.Rejected, tally.JsonBytes, clock.Elapsed, Memory.LiveBytes() - memoryBefore, peak);
    }

    /// <summary>Loads files until the batch is full or none is left. The clock runs only while the engine works.</summary>
    private static async Task LoadBatchAsync(
        IRecordSink sink, Queue<FeedFile> files, FileBuffer buffer, Stopwatch clock, LoadTally tally, CancellationToken cancellation)
    {
        using var batch = sink.Begin();
        for (var records = 0; records < BatchRecords && files.TryDequeue(out var file); records += buffer.Count)
        {
            buffer.Fill(file);
            clock.Start();
            tally.Rejected += Feed(batch, new FileOrigin(file.LastModified, "bench", file.Key), buffer);
            clock.Stop();
            tally.Records += buffer.Count;
            tally.JsonBytes += buffer.Bytes;
        }
        clock.Start();
        var outcomes = await batch.CommitAsync(null, cancellation);
        clock.Stop();
        tally.Rejected += outcomes.Sum(o => o.Rejected.Count);
    }

    /// <summary>Feeds one file.</summary>
    /// <returns>How many of its records were rejected at once.</returns>
    public static int Feed(IRecordBatch batch, FileOrigin origin, FileBuffer buffer)
    {
        var rejected = 0;
        batch.BeginFile(origin);
        for (var place = 0; place < buffer.Count; place++)
            rejected += batch.Add(buffer[place], place) is null ? 0 : 1;
        batch.EndFile();
        return rejected;
    }

    private sealed class LoadTally
    {
        public int Records { get; set; }

        public int Rejected { get; set; }

        public long JsonBytes { get; set; }
    }
}

/// <summary>What loading took.</summary>
/// <param name="Records">Records fed.</param>
/// <param name="Rejected">Records rejected.</param>
/// <param name="JsonBytes">Bytes of their JSON.</param>
/// <param name="Time">The engine's time, from the first record to the end of the compaction that the last commit made due.</param>
/// <param name="LiveBytes">Memory that stays, after a full collection.</param>
/// <param name="PeakBytes">The most memory that the process had resident meanwhile.</param>
internal sealed record LoadResult(int Records, int Rejected, long JsonBytes, TimeSpan Time, long LiveBytes, long PeakBytes);

using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;

namespace MovieGrains.Catalog.Store;

/// <summary>A catalogue in this process's memory: readers ask its newest snapshot, one writer at a time makes the next.</summary>
/// <remarks>
/// No reader waits for a writer: a snapshot is complete before the one reference that readers follow is replaced. A batch
/// of changes becomes one new part, and deletions in the parts before; compaction keeps the parts few.
/// </remarks>
public sealed class CatalogStore : ICatalog, IRecordSink, IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConditionalWeakTable<Part, PartStamps> stamps = [];
    private readonly Compactor compactor;
    private volatile Snapshot current = Snapshot.Empty();

    /// <summary>Makes an empty catalogue.</summary>
    /// <param name="time">Measures the engine's time.</param>
    /// <param name="compactInBackground">Compact on another thread, as a service wants; else within the commit that makes
    /// it due, as tests want.</param>
    public CatalogStore(TimeProvider time, bool compactInBackground = true)
    {
        this.time = time;
        compactor = new Compactor(this, compactInBackground);
    }

    /// <inheritdoc/>
    public CatalogStatus Status
    {
        get
        {
            var snapshot = current;
            long bytes = 0;
            foreach (var live in snapshot.Parts)
                bytes += live.Part.MemoryBytes;
            return new CatalogStatus(snapshot.Generation, snapshot.Count, snapshot.Parts.Length, bytes);
        }
    }

    /// <summary>What compaction has done since the start.</summary>
    public CompactionStatus Compaction => compactor.Status;

    /// <summary>The newest snapshot.</summary>
    internal Snapshot Current => current;

    /// <summary>Deleted movies; the writer's.</summary>
    internal Tombstones Tombstones { get; } = new();

    /// <inheritdoc/>
    public ValueTask<AnswerSummary> SearchAsync(Query query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var summary = SnapshotSearch.Answer(current, query, body);
        return ValueTask.FromResult(summary with { EngineTime = time.GetElapsedTime(start) });
    }

    /// <inheritdoc/>
    public ValueTask<LookupSummary> GetMovieAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var snapshot = current;
        var found = id.Length <= MovieId.MaxLength && MovieId.TryParse(Encoding.UTF8.GetBytes(id), out var parsed)
            ? snapshot.Find(parsed)
            : (Part: -1, Movie: -1);
        if (found.Part >= 0)
            body.Write(snapshot.Parts[found.Part].Part.DocumentOf(found.Movie));
        return ValueTask.FromResult(new LookupSummary(found.Part >= 0, time.GetElapsedTime(start)));
    }

    /// <inheritdoc/>
    public ValueTask<AnswerSummary> ListValuesAsync(ValuesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var summary = ValuesSearch.Answer(current, query, body);
        return ValueTask.FromResult(summary with { EngineTime = time.GetElapsedTime(start) });
    }

    /// <inheritdoc/>
    public CatalogExport Export(Query query)
    {
        var snapshot = current;
        return new CatalogExport(snapshot.Generation, Exporter.ChunksAsync(snapshot, query, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask<IRecordBatch> BeginAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        return new RecordBatch(this, current);
    }

    /// <summary>Waits until no compaction is under way or due.</summary>
    public Task WhenCompactedAsync() => compactor.WhenIdleAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await compactor.WhenIdleAsync();
        writing.Dispose();
    }

    internal PartStamps StampsOf(Part part) =>
        stamps.TryGetValue(part, out var found) ? found : throw new InvalidOperationException("Every part has its stamps.");

    /// <summary>Makes a batch's changes visible and ends the batch.</summary>
    internal void Publish(RecordBatch batch)
    {
        try
        {
            var changes = new BatchChanges(batch);
            var snapshot = current;
            var parts = snapshot.Parts.ToBuilder();
            foreach (var (part, movies) in changes.Deletions)
                parts[part] = parts[part].Delete(movies);
            if (changes.Build() is var (part0, stamps0))
                parts.Add(Adopt(part0, stamps0));
            changes.UpdateStamps(movie => StampsOf(snapshot.Parts[movie].Part));
            changes.UpdateTombstones(Tombstones);
            if (changes.AreVisible)
                Replace(parts);
        }
        finally
        {
            writing.Release();
        }
        compactor.AfterCommit();
    }

    /// <summary>Ends a batch that has changed nothing.</summary>
    internal void EndBatch() => writing.Release();

    /// <summary>Puts a compacted part in the place of those that it was made of.</summary>
    internal void Publish(Compaction compaction)
    {
        writing.Wait();
        try
        {
            var parts = current.Parts.ToBuilder();
            var stampsBefore = compaction.Inputs.Select(i => StampsOf(i.Part)).ToArray();
            // A part of which every movie has been deleted meanwhile is no longer there.
            var inputs = compaction.Inputs.Select(i => parts.FirstOrDefault(p => ReferenceEquals(p.Part, i.Part))).ToArray();
            parts.RemoveAll(p => Array.Exists(inputs, i => ReferenceEquals(i, p)));
            if (compaction.Output is { } output)
                parts.Add(Adopt(output, compaction.Stamps(stampsBefore)).Delete(compaction.DeletedMeanwhile(inputs)));
            Replace(parts);
        }
        finally
        {
            writing.Release();
        }
    }

    private LivePart Adopt(Part part, PartStamps partStamps)
    {
        stamps.Add(part, partStamps);
        return new LivePart(part, current.Genres.Map(part.Genres.Folded), current.Cast.Map(part.Cast.Folded));
    }

    /// <summary>Makes the next snapshot, without parts that have no movie left, the largest part first.</summary>
    private void Replace(ImmutableArray<LivePart>.Builder parts)
    {
        var left = parts.Where(p => p.LiveCount > 0).OrderByDescending(p => p.LiveCount).ToImmutableArray();
        current = new Snapshot(current.Generation + 1, left, current.Genres, current.Cast);
    }
}

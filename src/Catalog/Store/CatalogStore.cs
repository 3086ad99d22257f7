using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Changes;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Suggestions;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>A catalogue in this process's memory: readers ask its newest snapshot, one writer at a time makes the next.</summary>
/// <remarks>
/// No reader waits for a writer: a snapshot is complete before the one reference that readers follow is replaced. A batch
/// of changes becomes one new part, and deletions in the parts before; compaction keeps the parts few.
/// </remarks>
public sealed class CatalogStore : ICatalog, ICatalogWriter, IRecordSink, INotes, IAsyncDisposable
{
    /// <summary>How many changes are remembered for those who follow them? Some 4 MB of memory.</summary>
    private const int ChangesKept = 1 << 16;

    /// <summary>The note that names the store, so that positions in its changes are not taken for those of another.</summary>
    private const string EpochNote = "catalog/epoch";

    private readonly TimeProvider time;
    private readonly ICommitLog? log;
    private readonly ChangeLog changes;
    private readonly NoteTable notes = new();
    private readonly Idempotency idempotency;
    private readonly WriteQueue writes;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly StampTable stamps = new();
    private readonly Compactor compactor;
    private readonly Action<Action> aside;
    private readonly LastAsked lastAsked;
    private volatile Snapshot current = Snapshot.Empty();
    private Exception? broken; // The writer's: why nothing can be committed any more.

    /// <summary>Makes an empty catalogue.</summary>
    /// <param name="time">Measures the engine's time.</param>
    /// <param name="log">Makes its commits durable; null: they live as long as the process.</param>
    /// <param name="compactInBackground">Compact on another thread, as a service wants; else within the commit that makes
    /// it due, as tests want.</param>
    /// <param name="aside">Runs work that takes long and waits for nothing, where it holds up no reader, and returns when it is done: merging and
    /// building what files bring, compaction. Null: it is run at once.</param>
    public CatalogStore(TimeProvider time, ICommitLog? log = null, bool compactInBackground = true, Action<Action>? aside = null)
    {
        this.time = time;
        this.log = log;
        lastAsked = new LastAsked(time);
        changes = new ChangeLog(ChangesKept) { Epoch = NewEpoch() };
        idempotency = new Idempotency(notes, time);
        this.aside = aside ?? AtOnce;
        writes = new WriteQueue(this);
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

    /// <summary>Whether nobody asks yet, so that commits may take two threads to build what they bring; else readers keep a core.
    /// An empty catalogue has no readers either way. False by default.</summary>
    public bool IsLoading { get; set; }

    /// <summary>What share of a part may be of deleted movies before it is rewritten without them, a half by default: less takes less memory, and
    /// more work for each deletion.</summary>
    public double MostDeleted { get; init; } = 0.5;

    /// <summary>What has changed.</summary>
    public IChangeFeed Changes => changes;

    /// <summary>What compaction has done since the start.</summary>
    public CompactionStatus Compaction => compactor.Status;

    /// <summary>When it was last asked something, to a twentieth of a second, as a timestamp of its clock; 0 when it never was.</summary>
    /// <remarks>For work that can wait while somebody asks.</remarks>
    public long LastAsked => lastAsked.When;

    /// <summary>From how many movies on images have the index of a part.</summary>
    internal int LeastIndexed { get; init; } = CatalogImage.UsualLeastIndexed;

    /// <summary>What it holds now, to be asked as one partition of several.</summary>
    public CatalogView View => new(current);

    /// <summary>The newest snapshot.</summary>
    internal Snapshot Current => current;

    /// <summary>Deleted movies; the writer's.</summary>
    internal Tombstones Tombstones { get; } = new();

    /// <inheritdoc/>
    public ValueTask<AnswerSummary> SearchAsync(Query query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = lastAsked.Note();
        var summary = SnapshotSearch.Answer(current, query, body);
        return ValueTask.FromResult(summary with { EngineTime = time.GetElapsedTime(start) });
    }

    /// <inheritdoc/>
    public ValueTask<LookupSummary> GetMovieAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = lastAsked.Note();
        var snapshot = current;
        var found = snapshot.Find(id);
        if (found.Part >= 0)
            body.Write(snapshot.Parts[found.Part].Part.DocumentOf(found.Movie));
        return ValueTask.FromResult(new LookupSummary(found.Part >= 0, time.GetElapsedTime(start)));
    }

    /// <inheritdoc/>
    public ValueTask<MovieSources?> GetSourcesAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = current;
        var found = snapshot.Find(id);
        if (found.Part < 0)
            return ValueTask.FromResult<MovieSources?>(null);
        var part = snapshot.Parts[found.Part].Part;
        return ValueTask.FromResult<MovieSources?>(FieldOrigins.Of(part.DocumentOf(found.Movie), StampsOf(part)[found.Movie]));
    }

    /// <inheritdoc/>
    public ValueTask<AnswerSummary> ListValuesAsync(ValuesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = lastAsked.Note();
        var summary = ValuesSearch.Answer(current, query, body);
        return ValueTask.FromResult(summary with { EngineTime = time.GetElapsedTime(start) });
    }

    /// <inheritdoc/>
    public ValueTask<AnswerSummary> SuggestAsync(SuggestQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        var start = lastAsked.Note();
        var summary = SuggestSearch.Answer(current, query, body);
        return ValueTask.FromResult(summary with { EngineTime = time.GetElapsedTime(start) });
    }

    /// <inheritdoc/>
    public ValueTask<CatalogExport> ExportAsync(Query query, CancellationToken cancellationToken)
    {
        var snapshot = current;
        return ValueTask.FromResult(new CatalogExport(snapshot.Generation, Exporter.ChunksAsync(snapshot, query, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public IRecordBatch Begin() => new RecordBatch(this);

    /// <inheritdoc/>
    public IRecordWrite BeginRecords() => new RecordWrite(writes, idempotency);

    /// <inheritdoc/>
    public ValueTask<MovieWriteOutcome> PutAsync(
        string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new MovieWrite(MovieWriteKind.Put, id, json, condition), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MovieWriteOutcome> PatchAsync(
        string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new MovieWrite(MovieWriteKind.Patch, id, json, condition), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MovieWriteOutcome> DeleteAsync(string id, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(new MovieWrite(MovieWriteKind.Delete, id, default, condition), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Note> Read(string prefix) => notes.Read(prefix);

    /// <inheritdoc/>
    public byte[]? Find(string key) => notes.Find(key);

    /// <summary>Begins to bring the store back to what it held; before anything is written to it.</summary>
    public ICatalogRestore BeginRestore() => current.Generation == 0
        ? new CatalogRestore(this, changes)
        : throw new InvalidOperationException("The store has been written to.");

    /// <summary>Begins to take over what other stores have merged.</summary>
    public ICatalogReplay BeginReplay() => new Replay(this);

    /// <summary>Gives the changes another name, when commits were lost and their numbers will be given out again: whoever followed
    /// them must begin anew, and is told so. Before anything is written.</summary>
    public void RenewEpoch() => changes.Epoch = NewEpoch();

    /// <summary>Takes an image of all that the store holds.</summary>
    /// <param name="onCaptured">Called while nobody can commit, when the image has been taken.</param>
    /// <param name="cancellationToken">Ends the wait for the writers.</param>
    public async ValueTask<ICatalogImage> CaptureAsync(Action<long> onCaptured, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var snapshot = current;
            var shared = snapshot.Parts.Select(p => StampsOf(p.Part)).ToArray();
            foreach (var one in shared)
                one.IsShared = true;
            var end = new Note(CatalogRestore.EndNote, Encoding.UTF8.GetBytes(changes.End));
            var image = new CatalogImage(snapshot, shared, Tombstones.All(), notes.Read(""), end, LeastIndexed);
            onCaptured(snapshot.Generation);
            return image;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Waits until no compaction is under way or due.</summary>
    public Task WhenCompactedAsync() => compactor.WhenIdleAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await writes.StopAsync();
        await compactor.WhenIdleAsync();
        writing.Dispose();
    }

    /// <summary>Runs work that takes long, in the writer's turn or for it. Aside, unless clients' writes wait for the turn: they must not
    /// wait for what is given little of a processor.</summary>
    internal void RunAside(Action work)
    {
        if (writes.AreWaiting || current.Parts.Length > CompactionPolicy.MaxParts)
            work();
        else
            aside(work);
    }

    /// <summary>Runs work where it is asked for.</summary>
    internal static void AtOnce(Action work) => work();

    internal PartStamps StampsOf(Part part) => stamps.Of(part);

    /// <summary>Commits what some work merges, in its turn: durable first, then seen by readers.</summary>
    /// <param name="arena">Has the documents that the work merges, and takes those that it makes.</param>
    /// <param name="work">Merges; must not wait.</param>
    /// <param name="run">Runs what takes long: <see cref="RunAside"/> or <see cref="AtOnce"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the turn.</param>
    /// <returns>The generation that has it.</returns>
    internal async ValueTask<long> CommitAsync(
        DocumentArena arena, Action<CatalogMerge> work, Action<Action> run, CancellationToken cancellationToken)
    {
        long generation;
        await writing.WaitAsync(cancellationToken);
        try
        {
            if (broken is not null)
                throw new WriteRefusedException(WriteRefusal.StorageFailed, "A commit failed after it was durable; a restart reads it.", broken);
            var merge = new CatalogMerge(this, current, arena, new ApiClock(time.GetUtcNow()));
            run(() => work(merge));
            merge.Entries.End();
            generation = await CommitAsync(merge, run);
        }
        finally
        {
            writing.Release();
        }
        await compactor.AfterCommitAsync();
        return generation;
    }

    /// <summary>Takes over what was restored.</summary>
    internal void Restore(CatalogRestore restored)
    {
        notes.Set(restored.Notes);
        idempotency.Restore();
        if (notes.Find(EpochNote) is { } epoch)
            changes.Epoch = Encoding.UTF8.GetString(epoch);
        foreach (var (nameKey, left) in restored.Tombstones)
            Tombstones.Set(nameKey, left);
        var parts = ImmutableArray.CreateBuilder<LivePart>();
        foreach (var (part, partStamps, deleted) in restored.Parts())
            parts.Add(Adopt(part, partStamps).Delete(deleted));
        var names = NameTotals.Empty.Change();
        foreach (var live in parts)
            names.Add(live);
        Replace(parts, restored.Number, names.End());
    }

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
            Replace(parts, current.Generation, current.Names);
        }
        finally
        {
            writing.Release();
        }
    }

    private string NewEpoch() => time.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture);

    private LivePart Adopt(Part part, PartStamps partStamps)
    {
        stamps.Add(part, partStamps);
        return new LivePart(part, current.Genres.Map(part.Genres.Folded), current.Cast.Map(part.Cast.Folded));
    }

    /// <summary>Makes the next snapshot, without parts that have no movie left, the largest part first.</summary>
    private void Replace(ImmutableArray<LivePart>.Builder parts, long generation, NameTotals names)
    {
        var left = parts.Where(p => p.LiveCount > 0).OrderByDescending(p => p.LiveCount).ToImmutableArray();
        current = new Snapshot(generation, left, current.Genres, current.Cast, names);
    }

    private async ValueTask<long> CommitAsync(CatalogMerge merge, Action<Action> run)
    {
        BatchChanges work = null!;
        run(() => work = new BatchChanges(merge));
        if (!work.AreAny && merge.Notes.Count == 0)
            return current.Generation;
        var epoch = Encoding.UTF8.GetBytes(changes.Epoch);
        if (notes.Find(EpochNote)?.AsSpan().SequenceEqual(epoch) != true)
            merge.Notes.Add(new Note(EpochNote, epoch));
        var tombstones = work.TombstonesByName(Tombstones);
        var commit = new StoreCommit(current.Generation + 1, merge, tombstones, isBulk: run != AtOnce && !writes.AreWaiting);
        // All that can fail comes before it is durable, and all that is seen after.
        LivePart? built = null;
        run(() => built = Build(work));
        if (log is not null)
            await log.AppendAsync(commit, CancellationToken.None);
        try
        {
            run(() =>
            {
                Publish(work, built, tombstones, commit.Number);
                commit.Announce(changes);
            });
            notes.Set(merge.Notes);
            changes.EndCommit();
        }
        catch (Exception failure)
        {
            // Durable, but not seen, or in part: whatever came after would build on a catalogue that is none. The next start reads
            // it from the log.
            broken = failure;
            throw;
        }
        return commit.Number;
    }

    private LivePart? Build(BatchChanges work) =>
        work.Build(twoThreads: IsLoading || current.Count == 0) is var (part, partStamps) ? Adopt(part, partStamps) : null;

    private void Publish(BatchChanges work, LivePart? built, Dictionary<ulong, List<Tombstone>> tombstones, long generation)
    {
        var snapshot = current;
        var parts = snapshot.Parts.ToBuilder();
        var names = snapshot.Names.Change();
        foreach (var (part, movies) in work.Deletions)
        {
            names.Remove(parts[part], movies);
            parts[part] = parts[part].Delete(movies);
        }
        if (built is not null)
        {
            names.Add(built);
            parts.Add(built);
        }
        work.UpdateStamps(place => stamps.OwnOf(snapshot.Parts[place].Part));
        foreach (var (nameKey, left) in tombstones)
            Tombstones.Set(nameKey, [.. left]);
        Replace(parts, generation, names.End());
    }

    private async ValueTask<MovieWriteOutcome> WriteAsync(MovieWrite write, CancellationToken cancellationToken) =>
        await writes.WriteAsync(write, cancellationToken);
}

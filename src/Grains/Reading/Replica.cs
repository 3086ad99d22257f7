using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Store;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Reading;

/// <summary>The catalogue as a silo holds it, for all of its readers: pulled from the owners of the years, and kept up to date. With a
/// budget of memory, those years of it that fit.</summary>
/// <remarks>
/// Everything is pulled: word of a change only hurries it. A message that is lost, an owner that moves or a directory that begins
/// anew delays a change, and loses none: each pass also asks the owner of one year, in turn, whether there is news.
/// </remarks>
public sealed partial class Replica : IAsyncDisposable
{
    /// <summary>Who has not heard from the directory for longer knows no more than it tells.</summary>
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that are taken in by one commit; more would only take memory.</summary>
    private const long CommitBytes = 24 << 20;

    private readonly ReplicaOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Replica> log;
    private readonly YearVersions versions = new();
    private readonly YearsWithinBudget? some; // Null when all are held.
    private readonly Holding holding;
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long behindSince; // A timestamp; 0 when there is nothing known that is not held.
    private long passedAt; // A timestamp: when the last pass began that went through; 0 before the first.
    private readonly ReplicaNews news;
    private readonly PullsUnderWay pulls;
    private int checkedLast;

    /// <summary>An empty one; <see cref="RunAsync"/> fills it.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="options">How often it looks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="here">What else takes of its budget; null for nothing.</param>
    public Replica(IYearSource source, ReplicaOptions options, TimeProvider time, ILogger<Replica> log, PartitionsHere? here = null)
    {
        (this.options, this.time, this.log) = (options, time, log);
        news = new ReplicaNews(source, versions, IsToHold, options, time, log);
        pulls = new PullsUnderWay(source);
        Store = new CatalogStore(time) { IsLoading = true, MostDeleted = options.Budget is null ? 0.5 : YearChoice.MostDeleted };
        holding = new Holding(Store);
        if (options.Budget is { } budget)
            some = new YearsWithinBudget(source, versions, new MemoryRoom(budget, here, log), time);
    }

    /// <summary>The catalogue.</summary>
    public CatalogStore Store { get; }

    /// <summary>Whether it may leave years out, which have to be asked elsewhere then.</summary>
    public bool IsPartial => some is not null;

    /// <summary>Movies of all years, those that it leaves out among them.</summary>
    public long Movies => Store.Status.Movies + (some?.Sizes.MoviesBut(holding.Newest) ?? 0);

    /// <summary>All years that are known of, ascending.</summary>
    internal IReadOnlyList<int> Years => versions.Years;

    /// <summary>The newest version of each year that is known, whether it holds the year or not.</summary>
    internal IReadOnlyList<YearVersion> KnownVersions => IsPartial ? versions.AllKnown : versions.AllHeld;

    /// <summary>How many years it holds.</summary>
    public int HeldYears => IsPartial ? holding.Newest.Count : versions.Years.Count;

    /// <summary>Completes when all that it is to hold has been read once.</summary>
    public Task Ready => ready.Task;

    /// <summary>For how long it has known of changes that it does not hold yet.</summary>
    public TimeSpan Behind => Interlocked.Read(ref behindSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>For how long it has not heard from where it comes from.</summary>
    public TimeSpan SincePass => Interlocked.Read(ref passedAt) is var at and not 0 ? time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>Keeps it up to date until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await PassAsync(cancellationToken);
                await WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, what is held still stands; the next pass tries again.
                PassFailed(log, failure);
                await Task.Delay(options.Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The versions that it holds, by year.</summary>
    public IReadOnlyList<YearVersion> Versions => KnownVersions;

    /// <summary>What it holds now, and which years of those that it may leave out are among that.</summary>
    internal (CatalogView View, ImmutableHashSet<int> Years) Look() => holding.Look();

    /// <summary>All years, and how far each has come, for others on this silo.</summary>
    /// <exception cref="InvalidOperationException">That is not known of all.</exception>
    internal YearNews News()
    {
        var wanted = versions.AllWanted;
        return Ready.IsCompleted && SincePass < MostSilence && wanted.TrueForAll(static v => v.Version != YearVersions.Unknown)
            ? new YearNews(1, 0, [.. wanted])
            : throw new InvalidOperationException("The replica does not know how far all years have come.");
    }

    /// <summary>Years have been asked for.</summary>
    internal void Asked(IReadOnlyCollection<int> years) => some?.Asked(years);

    /// <summary>The silo that a year's owner was on a while ago; null when that is not known.</summary>
    internal string? SiloOf(int year) => some?.Sizes.SiloOf(year);

    /// <summary>Whether it has heard of a year.</summary>
    internal bool Knows(int year) => versions.Wanted(year) is not null;

    /// <summary>Waits until some versions are held; those of years that it leaves out are their owners' matter.</summary>
    /// <returns>False when they were not in time.</returns>
    public async Task<bool> HasAsync(YearVersion[] atLeast, CancellationToken cancellationToken)
    {
        var began = news.Begun;
        while (!Array.TrueForAll(atLeast, HasOrLeavesOut))
        {
            var pass = passed.Task;
            foreach (var version in atLeast.Where(v => Knows(v.Year) && !HasOrLeavesOut(v)))
                versions.Suspect(version.Year);
            Wake();
            await pass.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
                return false;
            // Before it is looked which years are known, as what is heard between the two would make those known.
            var isTold = news.Heard > began;
            if (Array.TrueForAll(atLeast, v => HasOrLeavesOut(v) || IsOfAnother(v, isTold)))
                return true;
        }
        return true;
    }

    private bool HasOrLeavesOut(YearVersion version) => versions.Has(version) || (Knows(version.Year) && !IsToHold(version.Year));

    /// <summary>Whether a version is of a record that another has replaced, or of a year that there is not: that is met by what there is now.</summary>
    /// <remarks>A year is in the directory before anything of it is committed. So one that the directory does not name when it is asked later
    /// than somebody has seen a version of it, was made up, or was of a database that is no more; its owner is not asked, as that would make one.</remarks>
    private bool IsOfAnother(YearVersion version, bool isTold) => Knows(version.Year)
        ? versions.Held(version.Year) is { Epoch: not 0 } held && held.Epoch != version.Epoch
        : isTold;

    /// <summary>Waits until it holds all that there was when it was called.</summary>
    /// <remarks>An owner tells the directory of a commit after the one who wrote, so each owner is asked itself.</remarks>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var began = news.Begun;
        while (news.Heard <= began)
            await NextPassAsync(cancellationToken);
        // Twice, as a pull that was under way at first may have asked its owner before.
        for (var round = 0; round < 2; round++)
        {
            var asked = versions.Years.FindAll(IsToHold);
            asked.ForEach(versions.Suspect);
            while (asked.Exists(year => IsToHold(year) && versions.Wanted(year) is { Version: YearVersions.Unknown }))
                await NextPassAsync(cancellationToken);
        }
    }

    private async Task NextPassAsync(CancellationToken cancellationToken)
    {
        var pass = passed.Task;
        Wake();
        await pass.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        wake.Dispose();
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        var pass = passed;
        var began = Math.Max(1, time.GetTimestamp());
        await news.ReadAsync(ready.Task.IsCompleted, cancellationToken);
        await ChooseAsync(cancellationToken);
        var stale = Stale;
        if (stale.Count > 0 && Interlocked.Read(ref behindSince) == 0)
            Interlocked.Exchange(ref behindSince, Math.Max(1, time.GetTimestamp()));
        if (options.ChecksInTurn && ready.Task.IsCompleted && versions.Years.FindAll(IsToHold) is { Count: > 0 } all)
            stale = [.. stale.Append(all[checkedLast++ % all.Count]).Distinct()];
        await PullAsync(stale, cancellationToken);
        if (Stale.Count == 0 && some?.Sizes.HasAll != false)
        {
            Interlocked.Exchange(ref behindSince, 0);
            Store.IsLoading = false;
            ready.TrySetResult();
        }
        Interlocked.Exchange(ref passedAt, began);
        passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pass.TrySetResult();
    }

    private List<int> Stale => versions.Stale.FindAll(IsToHold);

    private long MostCommitBytes => some is null ? CommitBytes : Math.Min(CommitBytes, some.Room / 4);

    private bool IsToHold(int year) => some?.Has(year) != false;

    /// <summary>Chooses what to hold, and lets go of what is not to be held any more.</summary>
    private async Task ChooseAsync(CancellationToken cancellationToken)
    {
        if (some is null)
            return;
        var held = holding.Newest;
        var chosen = await some.ChooseAsync(held, cancellationToken);
        if (held.IsSubsetOf(chosen))
            return;
        var gone = held.Except(chosen);
        var replay = Store.BeginReplay();
        foreach (var year in gone)
            replay.Clear(year);
        await holding.ChangeAsync(held.Intersect(chosen), async () => await replay.CommitAsync(cancellationToken));
        foreach (var year in gone)
            versions.Drop(year);
    }

    /// <summary>Pulls some years and takes in what came. A year that fails is left for the next pass; so is, once there is a catalogue to be
    /// read, one that takes long, and what comes of it is taken in by the pass in which it does.</summary>
    private async Task PullAsync(List<int> years, CancellationToken cancellationToken)
    {
        var left = new Queue<int>(years.Where(year => !pulls.Has(year)));
        do
        {
            while (left.TryPeek(out var year) && pulls.TryBegin(versions.Held(year), cancellationToken))
                left.Dequeue();
            var ended = await pulls.EndedAsync(ready.Task.IsCompleted ? options.Interval : Timeout.InfiniteTimeSpan, time, cancellationToken);
            foreach (var failed in ended.Where(static p => p.Failure is not null))
                YearFailed(log, failed.Failure!, failed.Year);
            foreach (var group in InCommits(ended.Where(p => p.Failure is null && IsWanted(p))))
                await TakeInAsync(group, cancellationToken);
        }
        while (left.Count > 0 && pulls.Count == 0);
    }

    /// <summary>Whether what a pull has brought still goes on from what is held: a year may have been let go meanwhile.</summary>
    private bool IsWanted(YearPull pull) => pull.Begun == versions.Held(pull.Year) && IsToHold(pull.Year);

    /// <summary>Takes in some years at once: readers see all of it or nothing.</summary>
    private async Task TakeInAsync(List<YearPull> pulls, CancellationToken cancellationToken)
    {
        var replay = Store.BeginReplay();
        pulls.ForEach(pull => pull.ReadInto(replay));
        if (IsPartial && pulls.Exists(pull => !holding.Newest.Contains(pull.Year)))
            await holding.ChangeAsync(holding.Newest.Union(pulls.Select(static p => p.Year)), async () => await replay.CommitAsync(cancellationToken));
        else if (pulls.Exists(static pull => pull.HasNews))
            await replay.CommitAsync(cancellationToken);
        pulls.ForEach(pull => versions.Hold(pull.Version));
    }

    private IEnumerable<List<YearPull>> InCommits(IEnumerable<YearPull> pulls)
    {
        var group = new List<YearPull>();
        foreach (var pull in pulls)
        {
            group.Add(pull);
            if (group.Sum(static p => p.Bytes) < MostCommitBytes)
                continue;
            yield return group;
            group = [];
        }
        if (group.Count > 0)
            yield return group;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(wake.WaitAsync(enough.Token), Task.Delay(options.Interval, time, enough.Token));
        await enough.CancelAsync();
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    [LoggerMessage(1, LevelName, "The replica could not be brought up to date; it will be tried again")]
    private static partial void PassFailed(ILogger log, Exception failure);

    [LoggerMessage(2, LevelName, "The owner of {Year} could not be asked; it will be tried again")]
    private static partial void YearFailed(ILogger log, Exception failure, int year);

    private const LogLevel LevelName = LogLevel.Warning;
}

/// <summary>How a replica is kept.</summary>
public sealed class ReplicaOptions
{
    /// <summary>How often the directory is asked for news. Readers are behind their owners by this, and what a pull takes.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the directory, or an owner that is asked in its place, may take, once the whole catalogue has been read.</summary>
    public TimeSpan NewsLimit { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long until a directory that has not answered is asked again.</summary>
    public TimeSpan NewsAgain { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether one year in turn is asked for news though nobody told of any. Not where somebody else does.</summary>
    internal bool ChecksInTurn { get; set; } = true;

    /// <summary>Bytes that the silo may take for the catalogue, 64 kB at least: the replica has of it what owners and derived partitions leave,
    /// and a tenth in any case. Null, the default, for as many as all years need. With fewer, readers ask others for the years that are
    /// left out, which takes them longer.</summary>
    public long? Budget { get; set; }
}

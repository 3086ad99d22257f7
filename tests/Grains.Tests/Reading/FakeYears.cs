using System.Collections.Concurrent;
using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Partitions;
using MovieGrains.Grains.Reading;

namespace MovieGrains.Grains.Tests.Reading;

/// <summary>Owners and their directory in one object, without grains: they fail, forget and begin anew when told.</summary>
internal sealed class FakeYears : IYearSource, IPartitions, IShareSource
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, Owner> owners = [];
    private long instance = 1;
    private long sequence;
    private int callsBefore;

    /// <summary>Thrown by the next calls, so many of them.</summary>
    public int FailuresLeft { get; set; }

    /// <summary>Some calls fail, after some that don't.</summary>
    public void FailuresAfter(int calls, int failures) => (callsBefore, FailuresLeft) = (calls, failures);

    /// <summary>Held until released.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether the directory hears of nothing.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Whether the directory never answers.</summary>
    public bool IsDirectoryHung { get; set; }

    /// <summary>The year whose owner never answers.</summary>
    public int HungYear { get; set; }

    public int Pulls { get; private set; }

    /// <summary>Feeds the owners of the records' years.</summary>
    /// <returns>The versions that they have then.</returns>
    public async Task<YearVersion[]> FeedAsync(params SourceFile[] files)
    {
        var check = new RecordCheck();
        var years = files.SelectMany(static f => f.Records)
            .Select(record => check.Read(Encoding.UTF8.GetBytes(record), out var year) is null ? year : 0).Distinct().ToList();
        foreach (var year in years)
        {
            Owner owner;
            lock (gate)
            {
                if (!owners.TryGetValue(year, out owner!))
                    owners.Add(year, owner = new Owner(year));
            }
            await owner.FeedAsync(files);
            // That there is a year the directory knows in any case: nothing is committed before.
            lock (gate)
                owner.Announced = IsDeaf && owner.Announced > 0 ? owner.Announced : ++sequence;
        }
        return [.. years.Select(year => owners[year].Version)];
    }

    /// <summary>The silo of a year's owner is given rules of full-text search.</summary>
    public void GiveRules(int year, SearchRules? rules) => OwnerOf(year).Take(rules);

    /// <summary>The directory begins anew: it knows the years, and no version.</summary>
    public void ForgetVersions()
    {
        lock (gate)
        {
            instance++;
            foreach (var owner in owners.Values)
                owner.Announced = ++sequence;
        }
    }

    /// <summary>The commits of a year that an owner still has; of those before, there is but the image.</summary>
    public void ForgetCommits(int year) => owners[year].Oldest = owners[year].Version.Version + 1;

    /// <summary>Another record takes a year's place, as after a backup.</summary>
    public void Renew(int year, params SourceFile[] files)
    {
        lock (gate)
            owners[year] = new Owner(year, owners[year].Version.Epoch + 1) { Announced = ++sequence };
        owners[year].FeedAsync(files).GetAwaiter().GetResult();
    }

    public async Task<YearNews> NewsAsync(long instance, long after)
    {
        if (IsDirectoryHung)
            await Task.Delay(Timeout.InfiniteTimeSpan);
        await CallAsync();
        lock (gate)
        {
            var isOther = instance != this.instance;
            var changed = owners.Values.Where(o => isOther ? o.Announced > 0 : o.Announced > after);
            return new YearNews(this.instance, sequence, [.. changed.Select(o => isOther ? o.Version with { Version = -1 } : o.Version)]);
        }
    }

    public async Task<YearNews> NewsAsync()
    {
        await CallAsync();
        lock (gate)
            return new YearNews(1, 0, [.. owners.Values.Select(static o => o.Version)]);
    }

    public async Task<PulledItems> PullAsync(int year, PullRequest request, CancellationToken cancellationToken)
    {
        if (year == HungYear)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        await CallAsync();
        Pulls++;
        return await OwnerOf(year).PullAsync(request);
    }

    public async Task<YearStatus> StatusAsync(int year)
    {
        await CallAsync();
        return OwnerOf(year).Status with { Silo = SiloOf(year) };
    }

    /// <summary>On which silo an owner says that it is.</summary>
    public Func<int, string?> SiloOf { get; set; } = static _ => null;

    public async Task<PartialReply[]> AskYearsAsync(string silo, YearQuestion[] questions, CancellationToken cancellationToken)
    {
        Assert.All(questions, asked => Assert.Equal(silo, SiloOf(asked.Year)));
        return await Task.WhenAll(questions.Select(asked => AskYearAsync(asked.Year, asked.Question, cancellationToken)));
    }

    /// <summary>Questions to owners.</summary>
    public int Asked { get; private set; }

    /// <summary>Called before each question to an owner is answered.</summary>
    public Func<int, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Questions to derived partitions; none there are ready unless a test says otherwise.</summary>
    public Func<PartitionKey, PartialQuestion, PartialReply> Derived { get; set; } = (_, _) => PartialReply.Without(PartialResult.NotReady);

    public async Task<PartialReply> AskYearAsync(int year, PartialQuestion question, CancellationToken cancellationToken)
    {
        Asked++;
        await CallAsync();
        await BeforeAnswer(year);
        var owner = OwnerOf(year);
        // An owner is a grain: it answers one after the other.
        lock (owner)
            return owner.Answer(question);
    }

    public Task<PartialReply> AskAsync(PartitionKey partition, PartialQuestion question, CancellationToken cancellationToken) =>
        Task.FromResult(Derived(partition, question));

    public async Task<PulledItems> PullShareAsync(int year, PartitionKey partition, PullRequest request, CancellationToken cancellationToken)
    {
        await CallAsync();
        Pulls++;
        return OwnerOf(year).PullShare(partition.ToFilter(), request);
    }

    public async Task<long> CountShareAsync(int year, PartitionKey partition)
    {
        await CallAsync();
        return OwnerOf(year).Count(partition.ToFilter());
    }

    /// <summary>Years that were asked for and that there are not.</summary>
    public ConcurrentBag<int> MadeUp { get; } = [];

    private Owner OwnerOf(int year)
    {
        lock (gate)
        {
            if (!owners.ContainsKey(year))
                MadeUp.Add(year);
            return owners[year];
        }
    }

    private async Task CallAsync()
    {
        await Gate;
        if (callsBefore > 0)
            callsBefore--;
        else if (FailuresLeft > 0)
        {
            FailuresLeft--;
            throw new TimeoutException("A test's owner or directory does not answer.");
        }
    }

    private sealed class Owner : IAsyncDisposable
    {
        private const int ImageRuns = 3;

        private readonly MemoryLog log = new();
        private readonly CatalogStore store;
        private readonly int year;
        private readonly long epoch;
        private PartialAnswers answers = new(TimeProvider.System);

        public Owner(int year, long epoch = 7)
        {
            (this.year, this.epoch) = (year, epoch);
            store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        }

        public long Announced { get; set; }

        public long Oldest { get; set; } = 1;

        public ValueTask DisposeAsync() => store.DisposeAsync();

        public YearVersion Version => new(year, epoch, store.Status.Generation);

        public YearStatus Status => new(Version, store.Status.Movies, store.Status.Bytes);

        public void Take(SearchRules? rules) => answers = new PartialAnswers(TimeProvider.System, rules);

        public PartialReply Answer(PartialQuestion question) => answers.Answer(store.View, question, epoch);

        public long Count(PartitionFilter filter) => new PartitionItems(store.View, filter).Measure().Movies;

        public PulledItems PullShare(PartitionFilter filter, PullRequest request)
        {
            var items = new ItemRun();
            var partition = new PartitionItems(store.View, filter);
            if (request.Run > 0 || request.Epoch != epoch || request.After + 1 < Oldest)
            {
                partition.WriteRun(items, 1, request.Run);
                return new PulledItems(Version, true, [items.Written.ToArray()], request.Run == 0 ? 1 : 0, false);
            }
            var commit = log.Commits.Where(c => c.Number > request.After).Take(1).ToList();
            var version = commit.Count == 0 ? request.After : commit[0].Number;
            partition.WriteTouched(items, commit.Select(c => Run(c.Items)));
            return new PulledItems(
                new YearVersion(year, epoch, version), false, commit.Count == 0 ? [] : [items.Written.ToArray()], 0, version < store.Status.Generation);
        }

        public async Task FeedAsync(SourceFile[] files)
        {
            var check = new RecordCheck();
            using var batch = store.Begin();
            foreach (var file in files)
            {
                batch.BeginFile(file.Origin);
                for (var place = 0; place < file.Records.Count; place++)
                {
                    var json = Encoding.UTF8.GetBytes(file.Records[place]);
                    if (check.Read(json, out var found) is null && found == year)
                        Assert.Null(batch.Add(json, place));
                }
                batch.EndFile();
            }
            await batch.CommitAsync(null, CancellationToken.None);
        }

        public async Task<PulledItems> PullAsync(PullRequest request)
        {
            if (request.Run > 0 || request.Epoch != epoch || request.After + 1 < Oldest)
                return await ImageAsync(request.Run);
            // One commit an answer, so that a pull takes several.
            var commit = log.Commits.Where(c => c.Number > request.After).Take(1).ToList();
            var version = commit.Count == 0 ? request.After : commit[0].Number;
            return new PulledItems(
                new YearVersion(year, epoch, version), false, [.. commit.Select(c => Run(c.Items))], 0, version < store.Status.Generation);
        }

        private async Task<PulledItems> ImageAsync(int run)
        {
            var image = await store.CaptureAsync(_ => { }, CancellationToken.None);
            var items = new ItemRun();
            image.WriteTo(key => (int)(key % ImageRuns) == run ? items : null);
            return new PulledItems(
                new YearVersion(year, epoch, image.Number), true, [items.Written.ToArray()], run + 1 == ImageRuns ? 0 : run + 1, false);
        }

        private static byte[] Run(List<byte[]> items)
        {
            var run = new ItemRun();
            items.ForEach(item => run.Write(item));
            return run.Written.ToArray();
        }
    }
}

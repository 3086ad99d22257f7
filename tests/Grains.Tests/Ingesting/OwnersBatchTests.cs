using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Ingesting;
using MovieGrains.Grains.Owning;

namespace MovieGrains.Grains.Tests.Ingesting;

public sealed class OwnersBatchTests : IAsyncDisposable
{
    private static readonly FeedOptions Quick = new() { PieceBytes = 200, Attempts = 3, FirstWait = TimeSpan.FromTicks(1) };

    private readonly CatalogStore notes = new(TimeProvider.System, compactInBackground: false);
    private readonly Dictionary<int, FedOwner> owners = [];

    [Fact]
    public async Task CommitAsync_RecordsOfSeveralYearsAndFiles_OutcomesAreThoseOfEachFile()
    {
        using var batch = Begin();
        AddFile(batch, 1, Record("A", 1), Record("B", 2), "not JSON", Record("A", 1));
        AddFile(batch, 2, Record("B", 2, "\"deleted\":true"), Record("C", 3, "\"id\":1"));
        AddFile(batch, 3);
        FileOutcome[]? told = null;
        var outcomes = await batch.CommitAsync(
            o =>
            {
                told = [.. o];
                return [new Note("row", [1])];
            },
            CancellationToken.None);

        Assert.Equal([(2, 1, 0), (1, 0, 1), (0, 0, 0)], outcomes.Select(o => (o.Added, o.Unchanged, o.Deleted)));
        Assert.Equal([0, 1, 0], outcomes.Select(o => o.IdsDropped));
        Assert.Equal(outcomes, told);
        Assert.Equal([1], notes.Find("row"));
        Assert.Equal([1, 2, 3], owners.Keys.Order());
        Assert.Equal([0, 3], owners[1].Calls.SelectMany(c => c.Files).SelectMany(f => f.Places));
    }

    [Fact]
    public async Task CommitAsync_MoreThanAPiece_IsSentInPiecesInOrder()
    {
        using var batch = Begin();
        AddFile(batch, 1, [.. Enumerable.Range(0, 50).Select(i => Record($"M{i}", 1))]);
        AddFile(batch, 2, Record(new string('x', 500), 1));
        var outcomes = await batch.CommitAsync(null, CancellationToken.None);

        Assert.Equal((50, 1), (outcomes[0].Added, outcomes[1].Added));
        var calls = owners[1].Calls;
        Assert.InRange(calls.Count, 10, 51);
        Assert.All(calls.SkipLast(1), c => Assert.InRange(c.Files.Sum(f => f.Records.Sum(r => r.Length)), 1, Quick.PieceBytes));
        Assert.Equal(Enumerable.Range(0, 50), calls.SelectMany(c => c.Files).Where(f => f.Key is "1.json").SelectMany(f => f.Places));
    }

    [Fact]
    public async Task CommitAsync_OwnerFailsAfterItHasMerged_IsFedAgainAndEachRecordCountsOnce()
    {
        using var batch = Begin();
        AddFile(batch, 1, Record("A", 1), Record("B", 1));
        OwnerOf(1).Failures = 2;
        var outcome = (await batch.CommitAsync(null, CancellationToken.None))[0];

        Assert.Equal((0, 2), (outcome.Added, outcome.Unchanged));
        Assert.Equal(3, owners[1].Calls.Count);
    }

    [Fact]
    public async Task CommitAsync_OwnerFailsForGood_FailsAndKeepsNoNotes()
    {
        using var batch = Begin();
        AddFile(batch, 1, Record("A", 1));
        OwnerOf(1).Failures = int.MaxValue;

        await Assert.ThrowsAsync<IOException>(async () => await batch.CommitAsync(_ => [new Note("row", [1])], CancellationToken.None));
        Assert.Null(notes.Find("row"));
        Assert.Equal(Quick.Attempts, owners[1].Calls.Count);
    }

    [Fact]
    public async Task AbandonFile_ItsRecordsAreNotSent()
    {
        using var batch = Begin();
        batch.BeginFile(SourceFile.OriginAt(1));
        Assert.Null(batch.Add(Encoding.UTF8.GetBytes(Record("A", 1)), 0));
        Assert.NotEqual(0, batch.StagedBytes);
        batch.AbandonFile();
        Assert.Equal(0, batch.StagedBytes);
        AddFile(batch, 2, Record("B", 2));
        await batch.CommitAsync(null, CancellationToken.None);

        Assert.Equal([2], owners.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await notes.DisposeAsync();
        foreach (var owner in owners.Values)
            await owner.DisposeAsync();
    }

    private static string Record(string title, int year, string more = "\"n\":1") => $$"""{"title":"{{title}}","year":{{year}},{{more}}}""";

    private IRecordBatch Begin() => new OwnersSink(
        new OwnersFeed(OwnerOf, Quick, TimeProvider.System, new Random(1), NullLogger.Instance), notes).Begin();

    private FedOwner OwnerOf(int year)
    {
        lock (owners)
        {
            if (!owners.TryGetValue(year, out var owner))
                owners.Add(year, owner = new FedOwner());
            return owner;
        }
    }

    private static void AddFile(IRecordBatch batch, int minute, params string[] records)
    {
        batch.BeginFile(SourceFile.OriginAt(minute, key: $"{minute}.json"));
        for (var place = 0; place < records.Length; place++)
            batch.Add(Encoding.UTF8.GetBytes(records[place]), place);
        batch.EndFile();
    }

    /// <summary>An owner in this process, that can merge and then fail.</summary>
    private sealed class FedOwner : IYearOwner, IAsyncDisposable
    {
        private readonly CatalogStore store = new(TimeProvider.System, compactInBackground: false);
        private readonly YearFeed feed;

        public FedOwner() => feed = new YearFeed(store);

        public int Failures { get; set; }

        public List<(FileRecords[] Files, int Year)> Calls { get; } = [];

        public async Task<FedFile[]> FeedAsync(FileRecords[] files, CancellationToken cancellationToken)
        {
            Calls.Add((files, 0));
            var fed = await feed.FeedAsync(files, cancellationToken);
            return Failures-- > 0 ? throw new IOException("The answer was lost.") : fed;
        }

        public Task<PostedRecords> PostAsync(RecordPost post, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<WrittenMovie> WriteAsync(MovieWriteRequest write, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PulledItems> PullAsync(PullRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PulledItems> PullShareAsync(PartitionKey partition, PullRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<long> CountShareAsync(PartitionKey partition) => throw new NotSupportedException();

        public Task<SourcedMovie?> GetSourcesAsync(string id) => throw new NotSupportedException();

        public Task<YearStatus> GetStatusAsync() => throw new NotSupportedException();

        public Task<PartialReply> AskAsync(PartialQuestion question, CancellationToken cancellationToken) => throw new NotSupportedException();
        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}

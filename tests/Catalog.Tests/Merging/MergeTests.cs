using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Merging;

/// <summary>The rules of merging, one by one.</summary>
public sealed class MergeTests
{
    private const string Film = "\"title\":\"Film\",\"year\":2000";
    private const string Id = "2000-8yy4w9ssefpx";

    [Fact]
    public async Task LoadAsync_LaterRecord_WinsFieldByField()
    {
        await using var store = await Asking.LoadedAsync(
            [SourceFile.At(2, $$"""{{{Film}},"extract":"new","zz":2}""")],
            [SourceFile.At(1, $$"""{{{Film}},"extract":"old","cast":["A"],"rating":1.50}""")],
            [SourceFile.At(3, """{"title":"FILM","year":2000,"zz":[{"b" : 1} ]}""")]);
        Assert.Equal(
            [$$"""{"id":"{{Id}}","title":"FILM","year":2000,"cast":["A"],"genres":[],"extract":"new","rating":1.50,"zz":[{"b":1}]}"""],
            await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_Null_ClearsWhatIsOlderAndNothingNewer()
    {
        await using var store = await Asking.LoadedAsync(
            [SourceFile.At(2, $$"""{{{Film}},"extract":null,"cast":null,"a":null,"b":null}""")],
            [SourceFile.At(1, $$"""{{{Film}},"extract":"old","cast":["A"],"a":1,"b":1}""")],
            [SourceFile.At(3, $$"""{{{Film}},"b":3}""")]);
        Assert.Equal([$$"""{"id":"{{Id}}",{{Film}},"cast":[],"genres":[],"b":3}"""], await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_EmptyListThatNobodyGave_GivesWayToAnOlderOne()
    {
        await using var store = await Asking.LoadedAsync(
            [SourceFile.At(2, $$"""{{{Film}},"genres":[]}""")],
            [SourceFile.At(1, $$"""{{{Film}},"genres":["Drama"],"cast":["A"]}""")]);
        Assert.Equal([$$"""{"id":"{{Id}}",{{Film}},"cast":["A"],"genres":[]}"""], await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_OlderThanADeletion_DoesNotComeBack()
    {
        await using var store = await Asking.LoadedAsync();
        Assert.Equal((0, 0, 1, 0, 0), Counts(await store.LoadAsync(SourceFile.At(5, $$"""{{{Film}},"deleted":true}"""))));
        Assert.Equal((0, 0, 1, 0, 0), Counts(await store.LoadAsync(SourceFile.At(4, $$"""{{{Film}},"extract":"old"}"""))));
        Assert.Empty(await store.DocumentsAsync());
        Assert.Equal((1, 0, 0, 0, 0), Counts(await store.LoadAsync(SourceFile.At(6, $$"""{{{Film}},"zz":1}"""))));
        Assert.Equal((0, 0, 1, 0, 0), Counts(await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"rating":9}"""))));
        Assert.Equal([$$"""{"id":"{{Id}}",{{Film}},"cast":[],"genres":[],"zz":1}"""], await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_CreatedAnew_HasTheSameIdAndNoMemory()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"cast":["A"],"href":"F","a":1}""")]);
        var id = (await store.DocumentsAsync())[0][..40];
        Assert.Equal((0, 0, 0, 1, 0), Counts(await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"deleted":true}"""))));
        Assert.Equal(0, store.Status.Movies);
        Assert.Equal((1, 0, 0, 0, 0), Counts(await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"b":1}"""))));
        var document = Assert.Single(await store.DocumentsAsync());
        Assert.StartsWith(id, document, StringComparison.Ordinal);
        Assert.EndsWith($$""",{{Film}},"cast":[],"genres":[],"b":1}""", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_DeletionBetweenTwoRecords_KeepsTheLaterOne()
    {
        await using var store = await Asking.LoadedAsync(
            [SourceFile.At(1, $$"""{{{Film}},"a":1,"cast":["A"]}""")], [SourceFile.At(3, $$"""{{{Film}},"b":1}""")]);
        Assert.Equal((0, 1, 0, 0, 0), Counts(await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"deleted":true}"""))));
        Assert.Equal([$$"""{"id":"{{Id}}",{{Film}},"cast":[],"genres":[],"b":1}"""], await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_TwoRecordsOfOneFile_AreOneMovie()
    {
        await using var store = await Asking.LoadedAsync();
        var outcomes = await store.LoadAsync(SourceFile.At(1, $$"""{{{Film}},"a":1}""", $$"""{{{Film}},"a":2}""", $$"""{{{Film}}}"""));
        Assert.Equal((1, 1, 1, 0, 0), Counts(outcomes));
        Assert.Equal([$$"""{"id":"{{Id}}",{{Film}},"cast":[],"genres":[],"a":2}"""], await store.DocumentsAsync());
    }

    [Fact]
    public async Task LoadAsync_Namesakes_StayTwoAndAreNamedWhenARecordMayMeanEither()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"href":"A"}""", $$"""{{{Film}},"href":"B"}""")]);
        var ids = (await store.DocumentsAsync()).ConvertAll(d => d[7..31]);
        Assert.Equal(2, ids.Count);
        var outcome = Assert.Single(await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"extract":"which?"}""", $$"""{{{Film}},"href":"B","a":1}""")));
        var rejected = Assert.Single(outcome.Rejected);
        Assert.Equal((0, "$.href"), (rejected.Place, rejected.Fault.Path));
        Assert.All(ids, id => Assert.Contains(id, rejected.Fault.Reason, StringComparison.Ordinal));
        Assert.Equal(1, outcome.Updated);
        Assert.Null(await store.GetAsync(Id));
        foreach (var id in ids)
            Assert.NotNull(await store.GetAsync(id));
    }

    [Fact]
    public async Task LoadAsync_HrefForAMovieWithout_IsGainedWithAnotherId()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"a":1}""")]);
        Assert.Equal((0, 1, 0, 0, 0), Counts(await store.LoadAsync(SourceFile.At(2, $$"""{{{Film}},"href":"A"}"""))));
        var document = Assert.Single(await store.DocumentsAsync());
        Assert.Equal($"{{\"id\":\"{Id}-", document[..25]);
        Assert.Equal(document, await store.GetAsync(document[7..31]));
        Assert.Equal(document, await store.GetAsync(Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2000-jmb736j50rx")]
    [InlineData("2000-8yy4w9ssefpx-")]
    [InlineData("2000-8yy4w9ssefpx-000000")]
    [InlineData("2000-JMB736J50RX0")]
    [InlineData("02000-8yy4w9ssefpx")]
    [InlineData("1999-8yy4w9ssefpx")]
    [InlineData("2000-jmb736j50rxü")]
    public async Task GetMovieAsync_IdOfNoMovie_FindsNone(string id)
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}}}""")]);
        Assert.NotNull(await store.GetAsync(Id));
        Assert.Null(await store.GetAsync(id));
    }

    [Fact]
    public async Task LoadAsync_AgainInAnyNumberOfBatches_IsUnchanged()
    {
        var file = SourceFile.At(1, $$"""{{{Film}},"a":null,"cast":["A"],"id":7}""", """{"title":"Gone","year":1,"deleted":true}""");
        await using var store = await Asking.LoadedAsync([file]);
        var again = await store.LoadAsync(file with { Origin = file.Origin with { } });
        Assert.Equal((0, 0, 2, 0, 0), Counts(again));
        Assert.Equal(1, again[0].IdsDropped);
    }

    [Fact]
    public async Task AbandonFile_Midway_LeavesNoTrace()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"a":1}""")]);
        var before = await store.DocumentsAsync();
        using (var batch = store.Begin())
        {
            batch.AddFile(SourceFile.At(2, """{"title":"Whole","year":1}"""));
            batch.BeginFile(SourceFile.OriginAt(3));
            for (var place = 0; place < 500; place++)
                Assert.Null(batch.Add(System.Text.Encoding.UTF8.GetBytes($$"""{"title":"T{{place % 50}}","year":2000,"id":1}"""), place));
            Assert.Null(batch.Add(System.Text.Encoding.UTF8.GetBytes($$"""{{{Film}},"deleted":true}"""), 500));
            batch.AbandonFile();
            batch.AddFile(SourceFile.At(4, """{"title":"Last","year":1}"""));
            var last = (await batch.CommitAsync(null, CancellationToken.None))[^1];
            Assert.Equal((1, 0), (last.Added, last.IdsDropped));
        }
        Assert.Equal(3, store.Status.Movies);
        Assert.Contains(before[0], await store.DocumentsAsync(), StringComparer.Ordinal);
        Assert.Equal((1, 0, 0, 0, 0), Counts(await store.LoadAsync(SourceFile.At(0, """{"title":"T1","year":2000}"""))));
    }

    [Fact]
    public async Task AbandonFile_WithoutAFile_Throws()
    {
        await using var store = await Asking.LoadedAsync();
        using var batch = store.Begin();
        batch.AddFile(SourceFile.At(1, $$"""{{{Film}}}"""));
        Assert.Throws<InvalidOperationException>(batch.AbandonFile);
        await batch.CommitAsync(null, CancellationToken.None);
        Assert.Single(await store.DocumentsAsync());
    }

    [Fact]
    public async Task DisposeAsync_WithoutCommit_LeavesNoTrace()
    {
        var files = new[] { SourceFile.At(1, $$"""{{{Film}},"a":1}""", """{"title":"Other","year":1}""") };
        await using var store = await Asking.LoadedAsync([files]);
        await using var untouched = await Asking.LoadedAsync([files]);
        using (var batch = store.Begin())
            batch.AddFile(SourceFile.At(9, $$"""{{{Film}},"a":2}""", $$"""{{{Film}},"deleted":true}""", """{"title":"New","year":1}"""));
        Assert.Equal(untouched.Status, store.Status);
        // Had stamps or tombstones moved, the older file that comes now would not be taken.
        foreach (var catalog in new[] { store, untouched })
            Assert.Equal((1, 1, 0, 0, 0), Counts(await catalog.LoadAsync(SourceFile.At(5, $$"""{{{Film}},"a":3}""", """{"title":"New","year":1}"""))));
        Assert.Equal(await untouched.DocumentsAsync(), await store.DocumentsAsync());
    }

    [Fact]
    public async Task CommitAsync_WhileAnotherBatchIsOpen_DoesNotWait()
    {
        await using var store = await Asking.LoadedAsync();
        using var first = store.Begin();
        first.AddFile(SourceFile.At(2, $$"""{{{Film}},"a":2}"""));
        using (var second = store.Begin())
        {
            second.AddFile(SourceFile.At(1, $$"""{{{Film}},"a":1,"b":1}"""));
            Assert.Equal(1, (await second.CommitAsync(null, CancellationToken.None))[0].Added);
        }
        Assert.Equal(1, (await first.CommitAsync(null, CancellationToken.None))[0].Updated);
        Assert.Contains("\"a\":2,\"b\":1", Assert.Single(await store.DocumentsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task LoadAsync_MovieLargerThanARecordMayBe_GoesOnToBeMerged(int lessThanTheLimit)
    {
        // The document adds an id and empty lists to a record, and a second record its own fields.
        string Large(string name) => $$"""{{{Film}},"{{name}}":["{{new string('x', Limits.RecordBytes - lessThanTheLimit - 40)}}"]}""".PadRight(Limits.RecordBytes - lessThanTheLimit);
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, Large("aa"))], [SourceFile.At(2, Large("bb"))]);
        await store.LoadAsync(SourceFile.At(3, $$"""{{{Film}},"cc":1}"""));
        var document = Assert.Single(await store.DocumentsAsync());
        Assert.InRange(document.Length, 2 * (Limits.RecordBytes - 150), (2 * Limits.RecordBytes) + 100);
        Assert.EndsWith("\"cc\":1}", document, StringComparison.Ordinal);
    }

    private static (int Added, int Updated, int Unchanged, int Deleted, int Rejected) Counts(List<FileOutcome> outcomes) => (
        outcomes.Sum(o => o.Added), outcomes.Sum(o => o.Updated), outcomes.Sum(o => o.Unchanged), outcomes.Sum(o => o.Deleted),
        outcomes.Sum(o => o.Rejected.Count));
}

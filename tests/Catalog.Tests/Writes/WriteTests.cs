using System.Collections.Immutable;
using System.Text;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Writes;

public sealed class WriteTests
{
    private const string Film = "\"title\":\"The Film\",\"year\":2000";

    [Fact]
    public async Task CommitAsync_Records_TellsWhatBecameOfEach()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"a":1}""", """{"title":"Gone","year":1}""")]);
        var outcome = await PostAsync(store, null, $$"""{{{Film}},"a":2}""", "{", """{"title":"New","year":1}""",
            """{"title":"Gone","year":1,"deleted":true}""", """{"title":"New","year":1}""", """{"title":"No","year":"1"}""");
        Assert.Equal(
            [RecordResult.Updated, RecordResult.Rejected, RecordResult.Added, RecordResult.Deleted, RecordResult.Unchanged, RecordResult.Rejected],
            outcome.Records.Select(r => r.Result));
        Assert.Equal("$.year", outcome.Records[5].Fault!.Path);
        Assert.Equal(store.Status.Generation, outcome.Generation);
        Assert.Contains("\"a\":2", await store.GetAsync(outcome.Records[0].Id!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitAsync_FilesFromTheFuture_AreOlderThanAClientsWrite()
    {
        await using var store = await Asking.LoadedAsync();
        var future = new FileOrigin(new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero), "z", "z");
        await store.LoadAsync(new SourceFile(future, [$$"""{{{Film}},"a":1,"b":1}"""]));
        var written = (await PostAsync(store, null, $$"""{{{Film}},"a":2}""")).Records[0];
        Assert.Equal(RecordResult.Updated, written.Result);
        Assert.EndsWith("\"a\":2,\"b\":1}", await store.GetAsync(written.Id!), StringComparison.Ordinal);
        // Read again, the file changes nothing that the client wrote.
        await store.LoadAsync(new SourceFile(future with { }, [$$"""{{{Film}},"a":1,"b":1}"""]));
        Assert.EndsWith("\"a\":2,\"b\":1}", await store.GetAsync(written.Id!), StringComparison.Ordinal);
        Assert.Equal(RecordResult.Deleted, (await PostAsync(store, null, $$"""{{{Film}},"deleted":true}""")).Records[0].Result);
        Assert.Equal(RecordResult.Added, (await PostAsync(store, null, $$"""{{{Film}},"c":null}""")).Records[0].Result);
    }

    [Fact]
    public async Task CommitAsync_RecordsOfOneRequestThatMeet_TheLaterOneWins()
    {
        await using var store = await Asking.LoadedAsync();
        var outcome = await PostAsync(store, null, $$"""{{{Film}},"a":1,"b":1}""", $$"""{{{Film}},"a":2,"b":null}""", $$"""{{{Film}},"b":3}""");
        Assert.Equal([RecordResult.Added, RecordResult.Updated, RecordResult.Updated], outcome.Records.Select(r => r.Result));
        Assert.EndsWith("\"a\":2,\"b\":3}", await store.GetAsync(outcome.Records[0].Id!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommitAsync_SameKeyAgain_GivesTheOutcomeOfThen()
    {
        await using var store = await Asking.LoadedAsync();
        var key = new IdempotencyKey("k", 1);
        var first = await PostAsync(store, key, $$"""{{{Film}}}""", "[]");
        await store.DeleteAsync(first.Records[0].Id!, WriteCondition.None, CancellationToken.None);
        var again = await PostAsync(store, key, $$"""{{{Film}}}""", "[]");
        Assert.True(again.IsReplay);
        Assert.Equal(first.Records, again.Records);
        Assert.Equal(first.Generation, again.Generation);
        Assert.Empty(await store.DocumentsAsync());
        Assert.True((await PostAsync(store, key with { Fingerprint = 2 }, "{}")).IsKeyMisused);
        Assert.False((await PostAsync(store, new IdempotencyKey("other", 1), $$"""{{{Film}}}""")).IsReplay);
    }

    [Fact]
    public async Task CommitAsync_SameKeyTwiceAtOnce_WritesOnce()
    {
        var log = new MemoryLog();
        var gate = new TaskCompletionSource();
        log.Gate = gate.Task;
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        var first = PostAsync(store, null, """{"title":"Holds the disk","year":1}""");
        var twins = Enumerable.Range(0, 5).Select(_ => PostAsync(store, new IdempotencyKey("k", 1), $$"""{{{Film}}}""")).ToList();
        gate.SetResult();
        await first;
        var outcomes = await Task.WhenAll(twins);
        Assert.Single(outcomes, o => !o.IsReplay);
        Assert.All(outcomes, o => Assert.Equal(RecordResult.Added, o.Records[0].Result));
    }

    [Fact]
    public async Task CommitAsync_WhileTheDiskIsBusy_OneSyncForAllThatWait()
    {
        var log = new MemoryLog();
        var gate = new TaskCompletionSource();
        log.Gate = gate.Task;
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        var writers = Enumerable.Range(0, 200).Select(i => PostAsync(store, null, $$"""{"title":"T{{i}}","year":1}""")).ToList();
        gate.SetResult();
        await Task.WhenAll(writers);
        Assert.InRange(log.Commits.Count, 1, 100);
        Assert.Equal(200, store.Status.Movies);
    }

    [Fact]
    public async Task CommitAsync_StorageFull_TellsEveryWriter()
    {
        var log = new MemoryLog { IsFull = true };
        await using var store = new CatalogStore(TimeProvider.System, log, compactInBackground: false);
        var writers = Enumerable.Range(0, 20).Select(i => PostAsync(store, null, $$"""{"title":"T{{i}}","year":1}""")).ToList();
        foreach (var writer in writers)
            Assert.Equal(WriteRefusal.StorageFull, (await Assert.ThrowsAsync<WriteRefusedException>(() => writer)).Refusal);
        log.IsFull = false;
        Assert.Equal(RecordResult.Added, (await PostAsync(store, null, $$"""{{{Film}}}""")).Records[0].Result);
        Assert.Equal(1, store.Status.Movies);
    }

    [Fact]
    public async Task PutAsync_FieldsLeftOut_AreCleared()
    {
        var (store, id) = await WithFilmAsync("\"cast\":[\"A\"],\"genres\":[\"G\"],\"extract\":\"E\",\"own\":{\"x\":1}");
        await using var _ = store;
        var outcome = await store.PutAsync(id, Json($$"""{"id":"{{id}}",{{Film}},"thumbnail":"t"}"""), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.Updated, outcome.Result);
        Assert.Equal($$"""{"id":"{{id}}",{{Film}},"cast":[],"genres":[],"thumbnail":"t"}""", Encoding.UTF8.GetString(outcome.Document!));
        Assert.Equal(Encoding.UTF8.GetString(outcome.Document!), await store.GetAsync(id));
        var again = await store.PutAsync(id, Json($$"""{{{Film}},"thumbnail":"t"}"""), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.Unchanged, again.Result);
        // What was cleared stays so, whatever older files say.
        await store.LoadAsync(SourceFile.At(5, $$"""{{{Film}},"extract":"older"}"""));
        Assert.DoesNotContain("older", await store.GetAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatchAsync_MergePatch_FollowsTheRfc()
    {
        var (store, id) = await WithFilmAsync("\"cast\":[\"A\",\"B\"],\"extract\":\"E\",\"own\":{\"x\":1.50,\"y\":{\"a\":1,\"b\":2}},\"plain\":3");
        await using var _ = store;
        var patch = """{"extract":null,"cast":["C"],"own":{"x":null,"y":{"b":null,"c":[{"d":null}]},"z":2.00},"plain":{"p":{"q":null}},"new":"é\u00e9"}""";
        var outcome = await store.PatchAsync(id, Json(patch), WriteCondition.None, CancellationToken.None);
        Assert.Equal(
            $$"""{"id":"{{id}}",{{Film}},"cast":["C"],"genres":[],"new":"éé",{{"\"own\":{\"y\":{\"a\":1,\"c\":[{\"d\":null}]},\"z\":2.00},\"plain\":{\"p\":{}}"}} }""".Replace(" }", "}", StringComparison.Ordinal),
            Encoding.UTF8.GetString(outcome.Document!));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"o\":{\"a\":\"\\ud800\"}}")]
    [InlineData("{\"title\":null}")]
    [InlineData("{\"year\":null}")]
    [InlineData("{\"cast\":\"one\"}")]
    [InlineData("{\"deleted\":true}")]
    public async Task PatchAsync_NoPatch_IsRejectedWithItsPlace(string patch)
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var before = await store.GetAsync(id);
        var outcome = await store.PatchAsync(id, Json(patch), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.Rejected, outcome.Result);
        Assert.StartsWith("$", outcome.Fault!.Path, StringComparison.Ordinal);
        Assert.Equal(before, await store.GetAsync(id));
    }

    [Fact]
    public async Task PatchAsync_BytesThatAreNoUtf8_IsRejected()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var outcome = await store.PatchAsync(id, Encoding.Latin1.GetBytes("{\"a\":\"caf\u00e9\"}"), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.Rejected, outcome.Result);
        Assert.Contains("\"a\":1", await store.GetAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatchAsync_FieldAfterField_DoesNotGrowWithoutBound()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var field = new string('x', Limits.RecordBytes - 100);
        MovieWriteOutcome outcome;
        var patches = 0;
        do
            outcome = await store.PatchAsync(id, Json($$"""{"f{{patches}}":"{{field}}"}"""), WriteCondition.None, CancellationToken.None);
        while (outcome.Result == MovieWriteResult.Updated && ++patches < 20);
        Assert.Equal(MovieWriteResult.Rejected, outcome.Result);
        Assert.InRange((await store.GetAsync(id))!.Length, Limits.MovieBytes - (2 * Limits.RecordBytes), Limits.MovieBytes);
        var posted = await PostAsync(store, null, $$"""{{{Film}},"more":"{{field}}"}""", $$"""{{{Film}},"deleted":true}""");
        Assert.Equal([RecordResult.Rejected, RecordResult.Deleted], posted.Records.Select(r => r.Result));
    }

    [Fact]
    public async Task PatchAsync_Deeper10000_IsRejected()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        Assert.Equal(MovieWriteResult.Rejected, (await store.PatchAsync(id, Json(deep), WriteCondition.None, CancellationToken.None)).Result);
    }

    [Theory]
    [InlineData("{\"title\":\"Other\"}", "$.title")]
    [InlineData("{\"year\":1999}", "$.title")]
    [InlineData("{\"href\":\"Another\"}", "$.href")]
    public async Task PatchAsync_AnotherIdentity_IsAConflict(string patch, string path)
    {
        var (store, id) = await WithFilmAsync("\"href\":\"The_one\"");
        await using var _ = store;
        var outcome = await store.PatchAsync(id, Json(patch), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.IdentityConflict, outcome.Result);
        Assert.Equal(path, outcome.Fault!.Path);
    }

    [Fact]
    public async Task PatchAsync_SpellingOfTheTitle_IsNoOtherIdentity()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var outcome = await store.PatchAsync(id, Json("{\"title\":\"THE  film\"}"), WriteCondition.None, CancellationToken.None);
        Assert.Equal(MovieWriteResult.Updated, outcome.Result);
        Assert.Equal(id, outcome.Id);
    }

    [Fact]
    public async Task PatchAsync_Href_GivesALongerIdAndTheShorterOneStillFinds()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var outcome = await store.PatchAsync(id, Json("{\"href\":\"The_one\"}"), WriteCondition.None, CancellationToken.None);
        Assert.StartsWith(id + "-", outcome.Id, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(outcome.Document!), await store.GetAsync(id));
        Assert.Equal(MovieWriteResult.Updated, (await store.PatchAsync(id, Json("{\"a\":2}"), WriteCondition.None, CancellationToken.None)).Result);
        Assert.Single(await store.DocumentsAsync());
    }

    [Fact]
    public async Task PatchAsync_ShortIdOfNamesakes_FindsNone()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"href":"a"}""", $$"""{{{Film}},"href":"b"}""")]);
        var both = (await store.DocumentsAsync()).Select(d => d[7..].Split('"')[0]).ToList();
        var shorter = both[0][..both[0].LastIndexOf('-')];
        Assert.Equal(MovieWriteResult.NoSuchMovie, (await store.PatchAsync(shorter, Json("{}"), WriteCondition.None, CancellationToken.None)).Result);
        Assert.Equal(MovieWriteResult.Deleted, (await store.DeleteAsync(both[0], WriteCondition.None, CancellationToken.None)).Result);
        Assert.Equal(MovieWriteResult.Updated, (await store.PatchAsync(shorter, Json("{\"x\":1}"), WriteCondition.None, CancellationToken.None)).Result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1999-")]
    [InlineData("1999-000000000000")]
    [InlineData("é")]
    public async Task DeleteAsync_UnknownId_FindsNone(string id)
    {
        var (store, _) = await WithFilmAsync("\"a\":1");
        await using var _2 = store;
        Assert.Equal(MovieWriteResult.NoSuchMovie, (await store.DeleteAsync(id, WriteCondition.None, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task DeleteAsync_ThenAnOlderFile_StaysDeleted()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        Assert.Equal(MovieWriteResult.Deleted, (await store.DeleteAsync(id, WriteCondition.None, CancellationToken.None)).Result);
        Assert.Equal(MovieWriteResult.NoSuchMovie, (await store.DeleteAsync(id, WriteCondition.None, CancellationToken.None)).Result);
        await store.LoadAsync(SourceFile.At(9, $$"""{{{Film}}}"""));
        Assert.Null(await store.GetAsync(id));
        await PostAsync(store, null, $$"""{{{Film}},"b":1}""");
        Assert.Equal($$"""{"id":"{{id}}",{{Film}},"cast":[],"genres":[],"b":1}""", await store.GetAsync(id));
    }

    [Fact]
    public async Task PutAsync_Condition_GuardsTheWrite()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var hash = XxHash64.Hash(Encoding.UTF8.GetBytes((await store.GetAsync(id))!));
        var stale = new WriteCondition([hash + 1]);
        var current = new WriteCondition(ImmutableArray.Create(hash + 1, hash));
        Assert.Equal(MovieWriteResult.ConditionFailed, (await store.PatchAsync(id, Json("{\"a\":2}"), stale, CancellationToken.None)).Result);
        Assert.Equal(MovieWriteResult.Updated, (await store.PatchAsync(id, Json("{\"a\":2}"), current, CancellationToken.None)).Result);
        Assert.Equal(MovieWriteResult.ConditionFailed, (await store.DeleteAsync(id, current, CancellationToken.None)).Result);
    }

    [Fact]
    public async Task PatchAsync_ManyAtOnceWithOneCondition_OneSucceeds()
    {
        var (store, id) = await WithFilmAsync("\"a\":1");
        await using var _ = store;
        var condition = new WriteCondition([XxHash64.Hash(Encoding.UTF8.GetBytes((await store.GetAsync(id))!))]);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            store.PatchAsync(id, Json($$"""{"a":{{i + 2}}}"""), condition, CancellationToken.None).AsTask()));
        Assert.Single(outcomes, o => o.Result == MovieWriteResult.Updated);
        Assert.Equal(49, outcomes.Count(o => o.Result == MovieWriteResult.ConditionFailed));
    }

    private static async Task<(CatalogStore Store, string Id)> WithFilmAsync(string fields)
    {
        var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},{{fields}}}""")]);
        return (store, Assert.Single(await store.DocumentsAsync())[7..].Split('"')[0]);
    }

    private static async Task<RecordsOutcome> PostAsync(CatalogStore store, IdempotencyKey? key, params string[] records)
    {
        var write = store.BeginRecords();
        foreach (var record in records)
            write.Add(Json(record).Span);
        return await write.CommitAsync(key, CancellationToken.None);
    }

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}

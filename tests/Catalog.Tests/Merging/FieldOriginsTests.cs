using System.Text;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Tests.Merging;

/// <summary>Where a movie's fields come from.</summary>
public sealed class FieldOriginsTests
{
    private const string Film = "\"title\":\"Film\",\"year\":2000";
    private const string Id = "2000-8yy4w9ssefpx";

    [Fact]
    public async Task GetSourcesAsync_OneRecord_GaveAllThatSomebodyGave()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, """{"title":"Other","year":1}""", $$"""{{{Film}},"extract":"x","zz":1}""")]);
        Assert.Equal("file.json+1 #1: title year extract zz", await TextAsync(store));
    }

    [Fact]
    public async Task GetSourcesAsync_SeveralRecords_EachGaveWhatNoLaterOneHasChanged()
    {
        await using var store = await Asking.LoadedAsync(
            [SourceFile.At(1, $$"""{{{Film}},"extract":"old","cast":["A"],"a":1,"b":1}""")],
            [SourceFile.At(2, $$"""{{{Film}},"extract":"new"}""")],
            [SourceFile.At(3, $$"""{{{Film}},"b":null,"c":3}""")]);
        Assert.Equal("file.json+3 #0: title year c -b; file.json+2 #0: extract; file.json+1 #0: cast a", await TextAsync(store));
    }

    [Fact]
    public async Task GetSourcesAsync_AnyOrderOfFiles_IsTheSame()
    {
        SourceFile[] files =
        [
            SourceFile.At(1, $$"""{{{Film}},"cast":["A"],"a":1}"""), SourceFile.At(2, $$"""{{{Film}},"deleted":true}"""),
            SourceFile.At(3, $$"""{{{Film}},"a":null,"b":1}"""), SourceFile.At(4, $$"""{"title":"FILM","year":2000,"b":1}"""),
        ];
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 24; seed++)
        {
            var order = files.ToArray();
            new Random(seed).Shuffle(order);
            await using var store = await Asking.LoadedAsync(order.Select(static file => new[] { file }));
            found.Add(await TextAsync(store));
        }
        Assert.Equal("file.json+4 #0: title year b; file.json+3 #0:  -a", Assert.Single(found));
    }

    [Fact]
    public async Task GetSourcesAsync_ClientsWrite_IsToldApart()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"a":1}""")]);
        await store.PatchAsync(Id, """{"genres":["Drama"]}"""u8.ToArray(), WriteCondition.None, CancellationToken.None);
        var sources = (await store.GetSourcesAsync(Id, CancellationToken.None))!;
        Assert.Equal([true, false], sources.Records.Select(static record => record.IsWrite));
        Assert.Contains("genres", sources.Records[0].Fields);
        Assert.Contains("a", sources.Records[1].Fields);
    }

    [Fact]
    public async Task GetSourcesAsync_ByAShortId_TellsTheWholeOne()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"href":"Film"}""")]);
        Assert.StartsWith(Id + "-", (await store.GetSourcesAsync(Id, CancellationToken.None))!.Id, StringComparison.Ordinal);
        Assert.Null(await store.GetSourcesAsync("2000-000000000000", CancellationToken.None));
        Assert.Null(await store.GetSourcesAsync("no id", CancellationToken.None));
    }

    /// <summary>Whoever asks while states are written sees states as they are, never parts of two.</summary>
    [Fact]
    public async Task GetSourcesAsync_WhileRecordsAreMerged_SeesWholeStates()
    {
        await using var store = await Asking.LoadedAsync([SourceFile.At(1, $$"""{{{Film}},"a":1}""")]);
        using var end = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            while (!end.IsCancellationRequested)
                seen.Add(await TextAsync(store));
            return seen;
        });
        // The same again, later: nothing is built anew, stamps alone are changed in place.
        for (var minute = 2; minute < 400; minute++)
            await store.LoadAsync(SourceFile.At(minute, minute % 2 == 0 ? $$"""{{{Film}},"a":1}""" : $$"""{{{Film}},"a":1,"b":null}"""));
        await end.CancelAsync();
        Assert.All(await asking, static text => Assert.Matches("^file.json\\+([0-9]+) #0: title year a( -b)?(; file.json\\+[0-9]+ #0:  -b)?$", text));
    }

    private static async Task<string> TextAsync(CatalogStore store)
    {
        var sources = (await store.GetSourcesAsync(Id, CancellationToken.None))!;
        Assert.Equal(Id, sources.Id);
        return string.Join("; ", sources.Records.Select(static record => new StringBuilder()
            .Append(record.Origin.Key).Append('+').Append((record.Origin.LastModified - SourceFile.OriginAt(0).LastModified).TotalMinutes)
            .Append(" #").Append(record.Place).Append(": ").AppendJoin(' ', record.Fields)
            .Append(string.Concat(record.Cleared.Select(static name => $" -{name}"))).ToString()));
    }
}

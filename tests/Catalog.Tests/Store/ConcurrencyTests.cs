using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Store;

/// <summary>Readers ask while a writer commits and compaction runs: each answer is of one generation.</summary>
public sealed class ConcurrencyTests
{
    private const int Waves = 150;
    private const int Beacons = 9;     // Every wave rewrites all of them.
    private const int MoviesOfWave = 23;
    private const int Lifetime = 6;    // Waves until a wave's movies are deleted again.
    private const int MostParts = 49;  // A commit that makes more than 48 waits for compaction.

    [Fact]
    public async Task SearchAsync_WhileAWriterCommits_SeesWholeBatches()
    {
        await using var store = new CatalogStore(TimeProvider.System);
        await store.LoadAsync(Wave(0));
        var writer = Task.Run(() => WriteAsync(store));
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadAsync(store, writer))).ToList();
        await writer;
        Assert.All(await Task.WhenAll(readers), asked => Assert.True(asked > 0));

        await store.WhenCompactedAsync();
        Assert.True(store.Compaction.Runs > 0);
        Assert.InRange(store.Compaction.MostParts, 1, MostParts);
        Assert.InRange(store.Status.Parts, 1, 4);
        var expected = NaiveMerge.Documents(Enumerable.Range(0, Waves + 1).Select(Wave));
        Assert.Equal([.. expected.Values.Order(StringComparer.Ordinal)], await store.DocumentsAsync());
    }

    [Fact]
    public async Task CommitAsync_ManySmallBatches_KeepsThePartsFew()
    {
        await using var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        for (var i = 0; i < 300; i++)
        {
            await store.LoadAsync(SourceFile.At(i, [.. Enumerable.Range(0, 1 + (i % 40)).Select(m => Movie($"{i} {m}", "few"))]));
            Assert.InRange(store.Status.Parts, 1, 9);
        }
        Assert.Equal(Enumerable.Range(0, 300).Sum(i => 1 + (i % 40)), store.Status.Movies);
        Assert.True(store.Compaction.Movies < store.Status.Movies * 20, $"{store.Compaction.Movies} movies rewritten for {store.Status.Movies}");
    }

    private static async Task WriteAsync(CatalogStore store)
    {
        for (var wave = 1; wave <= Waves; wave++)
        {
            await store.LoadAsync(Wave(wave));
            Assert.InRange(store.Status.Parts, 1, MostParts);
        }
    }

    private static async Task<int> ReadAsync(CatalogStore store, Task writer)
    {
        var asked = 0;
        var generation = 0L;
        // Bounded by the writer's waves, not by time; and once more when it has ended.
        for (var last = false; !last; asked++)
        {
            last = writer.IsCompleted;
            var facets = new Query { PageSize = 1, Facets = [new FacetRequest(FacetDimension.Genre, false)], FacetSize = Query.MaxFacetSize };
            var (body, summary) = await store.AskFullyAsync(facets);
            Assert.True(summary.Generation >= generation);
            generation = summary.Generation;
            var waves = AssertWhole(body, summary.Total);
            var wave = OfGenre($"wave {waves[asked % waves.Count]}", asked);
            var (found, foundSummary) = await store.AskFullyAsync(wave);
            Assert.Contains(foundSummary.Total, new long[] { 0, MoviesOfWave });
            Assert.Equal(foundSummary.Total, Items(found).Count);
            AssertBeacons((await store.AskFullyAsync(OfGenre("beacon", asked))).Body);
        }
        return asked;
    }

    /// <summary>Every wave's genre counts all of the wave's movies.</summary>
    private static List<int> AssertWhole(string body, long total)
    {
        using var json = JsonDocument.Parse(body);
        var counts = json.RootElement.GetProperty("facets").GetProperty("genre").EnumerateArray()
            .ToDictionary(v => v.GetProperty("value").GetString()!, v => v.GetProperty("count").GetInt32(), StringComparer.Ordinal);
        Assert.True(counts.Remove("beacon", out var beacons));
        Assert.Equal(Beacons, beacons);
        Assert.All(counts.Values, count => Assert.Equal(MoviesOfWave, count));
        Assert.Equal(total, Beacons + counts.Values.Sum());
        Assert.InRange(counts.Count, 1, Lifetime);
        return [.. counts.Keys.Select(k => int.Parse(k.AsSpan(5), provider: null))];
    }

    private static void AssertBeacons(string body)
    {
        var waves = Items(body).ConvertAll(i => i.GetProperty("wave").GetInt32());
        Assert.Equal(Beacons, waves.Count);
        Assert.Single(waves.Distinct());
    }

    private static Query OfGenre(string genre, int turn) => new()
    {
        Texts = [new TextFilter(TextField.Genre, [Encoding.UTF8.GetBytes(genre)])],
        Sort = Sorts.All[turn % Generated.Sorts.All.Count],
        PageSize = Query.MaxPageSize,
    };

    private static List<JsonElement> Items(string body)
    {
        using var json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.Clone())];
    }

    /// <summary>All beacons anew, some movies of the wave's own, and the deletion of an old wave's.</summary>
    private static SourceFile Wave(int wave) => SourceFile.At(wave, [
        .. Enumerable.Range(0, Beacons).Select(b => Movie($"Beacon {b}", "beacon", $",\"wave\":{wave}")),
        .. Enumerable.Range(0, MoviesOfWave).Select(m => Movie($"Wave {wave} {m}", $"wave {wave}")),
        .. Enumerable.Range(0, wave >= Lifetime ? MoviesOfWave : 0).Select(m => Movie($"Wave {wave - Lifetime} {m}", "", ",\"deleted\":true")),
    ]);

    private static string Movie(string title, string genre, string more = "") =>
        $$"""{"title":"{{title}}","year":{{1900 + (title.Length * 7 % 100)}},"cast":["{{title[^1]}}"],"genres":["{{genre}}"]{{more}}}""";
}

using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Tests.Search;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Suggestions;

/// <summary>Suggestions against plain comparing, byte for byte, however the movies are divided into parts.</summary>
public sealed class SuggestPropertyTests
{
    private const int Queries = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task SuggestAsync_RandomCatalogues_IsTheNaiveScan(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 60; seed++)
        {
            var dice = new Dice(seed);
            var files = new RecordSource(dice, dice.Between(1, 60), dice.Between(1, 16)).Files(dice.Below(30), dice.Between(1, 30));
            await using var store = await Asking.LoadedAsync(dice.Cut(dice.Shuffle(files), dice.Between(1, 10)));
            var naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
            for (var i = 0; i < Queries; i++)
                await AssertAgreesAsync(store, naive, Next(dice), seed);
        }
    }

    [Fact]
    public async Task SuggestAsync_OneBatchOrMany_GivesTheSameBytes()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var dice = new Dice(seed);
            var source = new LargeRecords(dice);
            var files = Enumerable.Range(1, 12).Select(i => SourceFile.At(i, [.. source.Next(dice.Between(1, 120))])).ToList();
            await using var one = await Asking.LoadedAsync(files);
            await using var many = await Asking.LoadedAsync(files.Chunk(1));
            await using var compacted = await Asking.LoadedAsync(files.Chunk(5));
            compacted.Publish(Compaction.Run([.. compacted.Current.Parts]));
            var texts = TextsOf(await one.DocumentsAsync());
            for (var i = 0; i < Queries; i++)
            {
                var query = Next(dice, dice.Pick(texts));
                var body = await one.SuggestAsync(query);
                Assert.Equal(body, await many.SuggestAsync(query));
                Assert.Equal(body, await compacted.SuggestAsync(query));
            }
        }
    }

    internal static async Task AssertAgreesAsync(CatalogStore store, NaiveCatalog naive, SuggestQuery query, int seed)
    {
        var expected = NaiveSuggestions.Answer(naive, query);
        var actual = await store.SuggestAsync(query);
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
            Assert.Fail($"Seed {seed}, {store.Status.Parts} parts, '{Encoding.UTF8.GetString(query.Prefix)}' × {query.Size}\nexpected {expected}\nactual   {actual}");
    }

    /// <summary>Some of a text, from a word of it on, mistyped or not.</summary>
    internal static SuggestQuery Next(Dice dice, string? of = null)
    {
        while (true)
        {
            var text = of ?? (dice.Chance(0.6) ? dice.Pick(NastyWords.Titles) : dice.Pick(NastyWords.Names));
            var words = text.Split(' ');
            var letters = string.Join(' ', words[dice.Below(words.Length)..]).EnumerateRunes().Select(r => r.ToString()).ToList();
            letters = [.. letters.Take(dice.Between(1, 14))];
            for (var edits = dice.Pick([0, 0, 0, 1, 1, 2, 3]); edits > 0 && letters.Count > 1; edits--)
                Mistype(dice, letters);
            var folded = Folding.Fold(string.Concat(letters)).ToList();
            if (folded.Count == 0 && of is null)
                continue;
            if (folded.Count == 0)
                folded.Add((byte)'a');
            if (dice.Chance(0.15))
                folded.Add((byte)' ');
            return new SuggestQuery([.. folded], dice.Pick([1, 2, 5, 10, 20]));
        }
    }

    private static void Mistype(Dice dice, List<string> letters)
    {
        var at = dice.Below(letters.Count - 1);
        switch (dice.Below(4))
        {
            case 0:
                letters.RemoveAt(at);
                break;
            case 1:
                letters.Insert(at, dice.Pick(["a", "e", "日", " ", "7"]));
                break;
            case 2:
                letters[at] = dice.Pick(["b", "t", "é", "😀", "-"]);
                break;
            default:
                (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
                break;
        }
    }

    private static List<string> TextsOf(IEnumerable<string> documents) =>
        [.. new NaiveCatalog(documents).Movies.SelectMany(m => m.Cast.Select(c => c.Folded).Append(m.Title))
            .Select(t => Encoding.UTF8.GetString(ByteText.Bytes(t))).Distinct(StringComparer.Ordinal)];
}

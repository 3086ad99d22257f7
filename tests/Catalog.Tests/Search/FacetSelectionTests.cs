using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Search;
using MovieGrains.Catalog.Snapshots;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The values with most movies, when most of them are ties and their numbers are in no order of their texts.</summary>
public sealed class FacetSelectionTests
{
    [Theory]
    [InlineData(0, 20)]
    [InlineData(1, 1)]
    [InlineData(255, 20)]
    [InlineData(3_000, 1)]
    [InlineData(3_000, 20)]
    [InlineData(3_000, 127)]
    [InlineData(3_000, 128)]
    [InlineData(3_000, 129)]
    [InlineData(3_000, 1_000)]
    [InlineData(3_000, 5_000)]
    public void MostFirst_ManyTies_AreTheFirstByText(int terms, int size)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var dice = new Dice(seed);
            var texts = dice.Shuffle(Enumerable.Range(0, terms).Select(i => $"{i:x}"));
            var most = dice.Pick([1, 2, 3, 1_000]);
            var counts = texts.ConvertAll(_ => dice.Between(0, most)).ToArray();
            var expected = Enumerable.Range(0, terms).Where(t => counts[t] > 0)
                .OrderByDescending(t => counts[t]).ThenBy(t => texts[t], StringComparer.Ordinal)
                .Take(size).Select(t => new FacetValue(t, counts[t])).ToList();
            var values = new List<FacetValue> { new(7, 7) };
            FacetSelection.MostFirst(counts, terms, Vocabulary(texts), size, values);
            Assert.Equal(expected, values);
            Assert.All(counts, count => Assert.Equal(0, count));
        }
    }

    private static Vocabulary Vocabulary(List<string> texts)
    {
        var list = new TextList();
        foreach (var text in texts)
            list.Add(ByteText.Bytes(text));
        var vocabulary = new Vocabulary();
        vocabulary.Map(TextColumn.Reorder(list, [.. Enumerable.Range(0, texts.Count)]));
        return vocabulary;
    }
}

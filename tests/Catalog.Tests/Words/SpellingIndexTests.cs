using System.Text;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Tests.Words;

/// <summary>The walk over sorted words finds what the textbook's table finds.</summary>
public sealed class SpellingIndexTests
{
    [Theory]
    [InlineData("ab")]
    [InlineData("abcde")]
    [InlineData("aeéжи日")]
    public void Find_RandomWords_IsTheTable(string letters)
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var dice = new Dice(seed);
            var words = dice.Some(1, 80, Word).Distinct(StringComparer.Ordinal).OrderBy(w => w, Comparer<string>.Create(CompareBytes)).ToList();
            var list = new TextList();
            words.ForEach(w => list.Add(Encoding.UTF8.GetBytes(w)));
            var index = new SpellingIndex(TextColumn.Reorder(list, TextSort.Ascending(list.Count)));
            for (var i = 0; i < 20; i++)
            {
                var asked = Word();
                foreach (var (edits, asBeginning) in new[] { (1, false), (2, false), (1, true), (2, true) })
                {
                    var found = new List<(int Word, int Edits)>();
                    index.Find(Encoding.UTF8.GetBytes(asked), edits, asBeginning, found);
                    var expected = words.Select((w, n) => (Word: n, Edits: NaiveSearch.Distance(asked, w, asBeginning)))
                        .Where(f => f.Edits > 0 && f.Edits <= edits).ToList();
                    Assert.True(expected.SequenceEqual(found), $"Seed {seed}: {asked} {edits} {asBeginning} in {string.Join(' ', words)}");
                    foreach (var (word, n) in words.Select((w, n) => (w, n)))
                    {
                        var table = NaiveSearch.Distance(asked, word, asBeginning);
                        var distance = EditDistance.Between(Encoding.UTF8.GetBytes(asked), Encoding.UTF8.GetBytes(word), edits, asBeginning);
                        Assert.True(distance == Math.Min(table, edits + 1), $"Seed {seed}: {asked} {word} {edits} {asBeginning} {distance}, not {table}");
                        Assert.True(n >= 0);
                    }
                }
            }

            string Word() => string.Concat(dice.Some(1, 9, () => dice.Pick(letters.EnumerateRunes().ToList()).ToString()));
        }
    }

    private static int CompareBytes(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
}

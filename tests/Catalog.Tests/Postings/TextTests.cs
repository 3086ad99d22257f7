using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Postings;

/// <summary>Tables, columns and sorting of texts, and the ways from a piece to them, against strings.</summary>
public sealed class TextTests
{
    [Fact]
    public void GetOrAdd_RandomTexts_NumbersEachOnceInTheOrderOfComing()
    {
        var table = new TextTable();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in Texts(new Dice(1), 20_000))
        {
            numbers.TryAdd(text, numbers.Count);
            Assert.Equal(numbers[text], table.GetOrAdd(ByteText.Bytes(text)));
        }
        Assert.Equal(numbers.Count, table.Count);
        Assert.All(numbers, n => Assert.Equal(n.Key, ByteText.Of(table.Texts[n.Value])));
    }

    [Fact]
    public void Sort_RandomTexts_IsByBytes()
    {
        var texts = Texts(new Dice(2), 5_000);
        var numbers = Enumerable.Range(0, texts.Count).ToArray();
        TextSort.Sort(numbers, n => ByteText.Bytes(texts[n]));
        Assert.Equal([.. texts.Order(StringComparer.Ordinal)], numbers.Select(n => texts[n]).ToArray());
        Assert.Equal(Enumerable.Range(0, texts.Count), numbers.Order());
    }

    [Fact]
    public void BinarySearchAndPrefixRange_SortedColumn_FindWhatIsThere()
    {
        var dice = new Dice(3);
        foreach (var count in new[] { 0, 1, 2, 3, 300 })
        {
            var texts = Texts(dice, count).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            var column = Column(texts);
            foreach (var text in Texts(dice, 500).Concat(texts))
            {
                var place = column.BinarySearch(ByteText.Bytes(text));
                Assert.Equal(texts.BinarySearch(text, StringComparer.Ordinal), place);
                var (first, end) = column.PrefixRange(ByteText.Bytes(text));
                Assert.Equal(
                    texts.Where(t => t.StartsWith(text, StringComparison.Ordinal)).ToArray(), texts.Skip(first).Take(end - first).ToArray());
            }
        }
    }

    [Fact]
    public void WordRows_RandomTexts_AreTheirWords()
    {
        var dice = new Dice(4);
        var texts = dice.Some(2_000, 2_000, () => Folded(dice));
        var rows = WordRows.Of(Column(texts));
        for (var text = 0; text < texts.Count; text++)
        {
            var words = rows[text].ToArray().Select(w => ByteText.Of(rows.Words[w])).ToArray();
            Assert.Equal(texts[text].Split(' ', StringSplitOptions.RemoveEmptyEntries), words);
        }
        for (var word = 1; word < rows.Words.Count; word++)
            Assert.True(rows.Words[word - 1].SequenceCompareTo(rows.Words[word]) < 0);
    }

    [Fact]
    public void Find_AnyGram_HasTheTextsThatContainIt()
    {
        var dice = new Dice(5);
        foreach (var count in new[] { 0, 1, 2_500 })
        {
            var texts = Texts(dice, count);
            var grams = GramIndex.Build(Column(texts));
            int[] numbers = [];
            foreach (var gram in Texts(dice, 500).Where(t => t.Length > 0).Select(t => t[..Math.Min(t.Length, dice.Between(1, 3))]).Distinct(StringComparer.Ordinal))
            {
                var list = grams.Find(ByteText.Bytes(gram));
                var found = list < 0 ? 0 : grams.Lists.List(list, ref numbers);
                Assert.Equal(Containing(texts, gram), numbers.Take(found));
            }
        }
    }

    [Fact]
    public void List_AnyPattern_HasTheTextsThatContainIt()
    {
        var dice = new Dice(6);
        var texts = Texts(dice, 2_500);
        var grams = GramIndex.Build(Column(texts));
        int[] numbers = [];
        foreach (var pattern in Texts(dice, 500).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal))
        {
            var found = new SubstringSearch(grams, Column(texts), ByteText.Bytes(pattern)).List(ref numbers);
            Assert.Equal(Containing(texts, pattern), numbers.Take(found));
        }
    }

    [Fact]
    public void GramIndex_EveryByte_IsFound()
    {
        // No UTF-8 has F5..FF.
        var texts = Enumerable.Range(1, 0xF4).Select(b => new string((char)b, 4)).ToList();
        var grams = GramIndex.Build(Column(texts));
        Assert.Equal(3 * texts.Count, grams.Count);
        int[] numbers = [];
        foreach (var text in texts)
        {
            Assert.Equal(1, grams.Lists.List(grams.Find(ByteText.Bytes(text[..3])), ref numbers));
            Assert.Equal(text[0] - 1, numbers[0]);
        }
    }

    private static IEnumerable<int> Containing(List<string> texts, string piece) =>
        Enumerable.Range(0, texts.Count).Where(n => texts[n].Contains(piece, StringComparison.Ordinal));

    private static TextColumn Column(List<string> texts)
    {
        var list = new TextList();
        foreach (var text in texts)
            list.Add(ByteText.Bytes(text));
        return TextColumn.Reorder(list, [.. Enumerable.Range(0, texts.Count)]);
    }

    /// <summary>Texts of few letters that begin alike, some of them empty, with zeros, or longer than any prefix.</summary>
    private static List<string> Texts(Dice dice, int count) => dice.Some(count, count, () =>
        string.Concat(dice.Some(0, dice.Chance(0.3) ? 20 : 5, () => dice.Pick(["a", "b", "ab", "\0", "aaaaaaaa", "\u00C3\u00A9", " ", "\u00F0"]))));

    private static string Folded(Dice dice) => string.Join(' ', dice.Some(0, 4, () => new string(dice.Pick(['a', 'b', '\u00E9']), dice.Between(1, 3))));
}

using System.Text;
using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Tests.Postings;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Layout;

/// <summary>Each class of the index is, once stored and read, what it was.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<int> Sizes => [0, 1, 2, 63, 64, 65, 2_047, 2_048, 5_000];

    public static TheoryData<int> Universes => [.. NumberSets.Universes];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Part_OfAnySize_HasTheSameArraysAndMovies(int count)
    {
        var dice = new Dice(count);
        var large = new LargeRecords(dice);
        var nasty = new RecordSource(dice);
        // Documents are made by a store; a part of exactly so many is built of them.
        await using var store = await Asking.LoadedAsync([
            SourceFile.At(1, [.. large.Next(count + (count / 2))]),
            SourceFile.At(2, [.. dice.Some(100, 100, nasty.Next).Where(r => !r.Contains("\"deleted\"", StringComparison.Ordinal))])]);
        var documents = (await store.DocumentsAsync()).Select(Encoding.UTF8.GetBytes).ToList();
        Assert.True(documents.Count >= count);
        var part = StoredArrays.PartOf([.. dice.Shuffle(documents).Take(count)]);
        var (copies, addresses) = StoredArrays.DocumentsOf(part);
        var copy = StoredArrays.Of(writer => PartLayout.WriteTo(part, writer))
            .Read(reader => PartLayout.Read(reader, copies, addresses), PartLayout.WriteTo);
        Assert.Equal(count, copy.Count);
        Assert.Equal(part.IdRanks, copy.IdRanks);
        Assert.Equal(part.IndexBytes, copy.IndexBytes);
        for (var movie = 0; movie < count; movie++)
            Assert.True(part.DocumentOf(movie).SequenceEqual(copy.DocumentOf(movie)));
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void PostingLists_OfAnySets_HaveTheSameNumbers(int universe)
    {
        var sets = NumberSets.In(universe, new Dice(universe)).ToList();
        var builder = new PostingListsBuilder(universe);
        for (var list = 0; list < sets.Count; list++)
            sets[list].ToList().ForEach(number => builder.Count(list, number));
        builder.Seal();
        for (var list = 0; list < sets.Count; list++)
            sets[list].ToList().ForEach(number => builder.Add(list, number));
        var lists = builder.Build(sets.Count);
        var copy = StoredArrays.Of(lists.WriteTo).Read(
            reader => PostingLists.Read(reader, universe, sets.Count), (read, writer) => read.WriteTo(writer));
        int[] numbers = [];
        for (var list = 0; list < sets.Count; list++)
        {
            var read = copy.List(list, ref numbers);
            Assert.Equal(sets[list], numbers.Take(read));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TextIndexes_OfAnyTexts_FindTheSame(int count)
    {
        var dice = new Dice(count + 1);
        var texts = Texts(dice, count);
        var column = StoredArrays.Of(texts.WriteTo).Read(TextColumn.Read, (read, writer) => read.WriteTo(writer));
        Assert.Equal(Enumerable.Range(0, count).Select(i => ByteText.Of(texts[i])), Enumerable.Range(0, count).Select(i => ByteText.Of(column[i])));

        var phrases = PhraseIndex.Build(texts);
        var phrasesRead = StoredArrays.Of(phrases.WriteTo).Read(
            reader => PhraseIndex.Read(reader, count), (read, writer) => read.WriteTo(writer));
        var rows = WordRows.Of(texts);
        var words = WordIndex.Build(rows.Words, PostingLists.OfRows(rows.Numbers, rows.Ends, rows.Words.Count));
        var wordsRead = StoredArrays.Of(words.WriteTo).Read(
            reader => WordIndex.Read(reader, count), (read, writer) => read.WriteTo(writer));
        Assert.Equal(words.MemoryBytes, wordsRead.MemoryBytes);
        foreach (var pattern in (string[])["a", "é", "ea", "the", "the f", "of the", "zzz", "東", "東京"])
        {
            var bytes = Encoding.UTF8.GetBytes(pattern);
            int[] expected = [], actual = [];
            if (pattern.Contains(' ', StringComparison.Ordinal))
            {
                Assert.Equal(phrases.Find(bytes).Count, phrasesRead.Find(bytes).Count);
                continue;
            }
            Assert.Equal(words.Containing(bytes, ref expected), wordsRead.Containing(bytes, ref actual));
            Assert.Equal(expected, actual);
            Assert.Equal(words.Dense(bytes)?.Count, wordsRead.Dense(bytes)?.Count);
            Assert.Equal(words.Dense(bytes)?.Numbers, wordsRead.Dense(bytes)?.Numbers);
        }
        if (count >= 2_048)
            Assert.NotNull(wordsRead.Dense("a"u8));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TermIndex_OfAnyTerms_HasTheSameTermsAndSpellings(int movies)
    {
        var dice = new Dice(movies + 2);
        var builder = new TermIndexBuilder(movies, averageTerms: 3);
        for (var movie = 0; movie < movies; movie++)
        {
            foreach (var name in dice.Some(0, 4, () => dice.Pick(NastyWords.Names)))
                builder.Add(Encoding.UTF8.GetBytes(dice.Chance(0.2) ? name.ToUpperInvariant() : name));
            builder.EndMovie();
        }
        var terms = builder.Build([.. dice.Shuffle(Enumerable.Range(0, movies))]);
        var copy = StoredArrays.Of(terms.WriteTo).Read(reader => TermIndex.Read(reader, movies), (read, writer) => read.WriteTo(writer));
        Assert.Equal(terms.Count, copy.Count);
        Assert.Equal(terms.MemoryBytes, copy.MemoryBytes);
        for (var movie = 0; movie < movies; movie++)
            Assert.True(terms.TermsOf(movie).SequenceEqual(copy.TermsOf(movie)));
        for (var term = 0; term < terms.Count; term++)
            Assert.Equal(Spell(terms.Spellings, term), Spell(copy.Spellings, term));
        if (movies >= 63)
            Assert.Contains(Enumerable.Range(0, copy.Count), term => copy.Spellings.SeveralOf(term) is not null);
    }

    private static string Spell(Spellings spellings, int term) => ByteText.Of(spellings.FirstOf(term)) + string.Concat(
        (spellings.SeveralOf(term) ?? []).Select(s => $" | {ByteText.Of(s.Text)}: {string.Join(',', s.Movies)}"));

    private static TextColumn Texts(Dice dice, int count)
    {
        var list = new TextList();
        byte[] scratch = [];
        string[] words = ["the", "of", "feast", "a", "東京", "naïve", .. NastyWords.Titles];
        for (var i = 0; i < count; i++)
            list.Add(Folding.Fold(Encoding.UTF8.GetBytes(string.Join(' ', dice.Some(0, 4, () => dice.PickSkewed(words)))), ref scratch));
        return TextColumn.Reorder(list, TextSort.Ascending(count));
    }
}

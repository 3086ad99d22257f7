using MovieGrains.Catalog.Parts;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>Finds a word that was asked for where a title or name has it as two neighbours: <c>spiderman</c> in <c>Spider-Man</c>.</summary>
internal sealed class SplitWords
{
    /// <summary>Shorter words are not taken apart: nearly every two letters are two words.</summary>
    private const int LeastBytes = 4;

    /// <summary>A beginning of a second word is at least so long.</summary>
    private const int LeastBeginning = 3;

    private int[] numbers = [];

    /// <summary>Looks up every way of taking a word apart.</summary>
    /// <returns>Whether any is found.</returns>
    public bool LookUp(Part part, SearchText search, SearchWord word, WordMovies movies)
    {
        if (word.Letters.Length < LeastBytes || word.IsExcluded || word.Phrase >= 0 || word.IsStopWord)
            return false;
        var any = false;
        for (var at = 1; at < word.Letters.Length; at++)
        {
            ReadOnlySpan<byte> left = word.Letters.AsSpan(0, at), right = word.Letters.AsSpan(at);
            if ((right[0] & 0xC0) == 0x80)
                continue;
            if (part.Text.Title.Words.BinarySearch(left) is var list and >= 0
                && !search.Rules.IsStopWord(left) && !search.Rules.IsStopWord(right))
                any |= InTitles(part, list, left, right, word.IsPrefix, movies);
            if (part.Text.Cast.Words.BinarySearch(left) is var listOfNames and >= 0)
                any |= InNames(part, listOfNames, left, right, word.IsPrefix, movies);
        }
        return any;
    }

    private bool InTitles(Part part, int list, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isPrefix, WordMovies movies)
    {
        var words = part.Text.Title;
        var any = false;
        foreach (var movie in Fewest(words.Movies, list, words.Words, right, isPrefix))
        {
            if (Neighbours(part.Titles[movie], left, right, isPrefix) is not { } grade)
                continue;
            Bitmap.Set(movies.Open(WordField.Title, grade), movie);
            any = true;
        }
        return any;
    }

    private bool InNames(Part part, int list, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isPrefix, WordMovies movies)
    {
        var any = false;
        foreach (var name in Fewest(part.Text.Names, list, part.Text.Cast.Words, right, isPrefix))
        {
            if (Neighbours(part.Cast.Folded[name], left, right, isPrefix) is not { } grade)
                continue;
            part.Cast.Postings.OrInto(name, 0, movies.Open(WordField.Cast, grade));
            any = true;
        }
        return any;
    }

    /// <summary>What has the left word or, when these are fewer, the right one.</summary>
    private ReadOnlySpan<int> Fewest(PostingLists lists, int left, TextColumn words, ReadOnlySpan<byte> right, bool isPrefix)
    {
        var exact = words.BinarySearch(right);
        var (first, end) = isPrefix && right.Length >= LeastBeginning ? words.PrefixRange(right)
            : exact >= 0 ? (exact, exact + 1)
            : (0, 0);
        if (first >= end)
            return [];
        var fewest = end - first == 1 && lists.CountOf(first) < lists.CountOf(left) ? first : left;
        var count = lists.List(fewest, ref numbers);
        return numbers.AsSpan(0, count);
    }

    private static Grade? Neighbours(ReadOnlySpan<byte> folded, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isPrefix)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        var afterLeft = false;
        Grade? found = null;
        while (reader.MoveNext())
        {
            if (afterLeft && reader.Word.SequenceEqual(right))
                return Grade.Whole;
            if (afterLeft && isPrefix && right.Length >= LeastBeginning && reader.Word.StartsWith(right))
                found = Grade.Beginning;
            afterLeft = reader.Word.SequenceEqual(left);
        }
        return found;
    }
}

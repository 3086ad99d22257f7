using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>How a title compares with what was asked for, word by word.</summary>
/// <remarks>Stop words that one of the two has and the other hasn't are passed over, and so is the way in which neighbours are written,
/// together or apart. Such a title is not exact, but nearly.</remarks>
internal sealed class TitleFit
{
    private const int MostWords = 64;

    private readonly byte[] bytes = new byte[MostWords * WordReader.MaxBytes * 2];
    private readonly (int Start, int Length, int Stem, int StemLength)[] words = new (int, int, int, int)[MostWords];
    private readonly List<SearchWord> asked = [];
    private SearchText search = null!;
    private Forgiveness forgiveness;
    private int count;

    /// <summary>Makes ready for a search.</summary>
    public void Begin(SearchText search, Forgiveness forgiveness)
    {
        (this.search, this.forgiveness) = (search, forgiveness);
        asked.Clear();
        foreach (var word in search.Words)
        {
            if (!word.IsExcluded)
                asked.Add(word);
        }
    }

    /// <summary>The class of a title that has every word that was asked for.</summary>
    /// <param name="folded">The title.</param>
    public MatchClass ClassOf(ReadOnlySpan<byte> folded)
    {
        Read(folded);
        if (Align(0) is { } fit)
            return fit;
        for (var start = 1; start < count; start++)
        {
            if (Align(start) is not null)
                return MatchClass.TitleInOrder;
        }
        return MatchClass.Title;
    }

    private void Read(ReadOnlySpan<byte> folded)
    {
        Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
        var reader = new WordReader(folded, buffer);
        var end = 0;
        for (count = 0; count < MostWords && reader.MoveNext(); count++)
        {
            ReadOnlySpan<byte> word = reader.Word, stem = reader.Stem;
            word.CopyTo(bytes.AsSpan(end));
            stem.CopyTo(bytes.AsSpan(end + word.Length));
            words[count] = (end, word.Length, end + word.Length, stem.Length);
            end += word.Length + stem.Length;
        }
    }

    /// <summary>Goes through both from a word of the title on; null when they part.</summary>
    /// <remarks>Every step takes a word of one of them, so it ends.</remarks>
    private MatchClass? Align(int start)
    {
        int i = 0, j = start;
        bool isExact = start == 0, isPartial = false;
        while (i < asked.Count)
        {
            if (j < count && WordMatcher.Match(asked[i], Word(j), Stem(j), WordField.Title, forgiveness) is { } grade)
            {
                isExact &= grade == Grade.Whole && Word(j).SequenceEqual(asked[i].Letters);
                isPartial |= grade == Grade.Beginning;
                i++;
                j++;
                continue;
            }
            isExact = false;
            if (j < count && IsJoined(i, j, out var partial))
                (i, j, isPartial) = (i + 2, j + 1, isPartial || partial);
            else if (j + 1 < count && IsSplit(i, j, out partial))
                (i, j, isPartial) = (i + 1, j + 2, isPartial || partial);
            else if (j < count && search.Rules.IsStopWord(Word(j)))
                j++;
            else if (asked[i].IsOptional)
                i++;
            else
                return null;
        }
        if (j < count || isPartial)
            return MatchClass.TitleBegins;
        return isExact ? MatchClass.TitleExact : MatchClass.TitleNearlyExact;
    }

    /// <summary>Whether two of the words that were asked for are one of the title.</summary>
    private bool IsJoined(int i, int j, out bool partial)
    {
        partial = false;
        if (i + 1 >= asked.Count || asked[i].Phrase >= 0)
            return false;
        var word = Word(j);
        if (!word.StartsWith(asked[i].Letters))
            return false;
        var rest = word[asked[i].Letters.Length..];
        partial = asked[i + 1].IsPrefix && rest.Length > asked[i + 1].Letters.Length;
        return rest.SequenceEqual(asked[i + 1].Letters) || (partial && rest.StartsWith(asked[i + 1].Letters));
    }

    /// <summary>Whether a word that was asked for is two of the title.</summary>
    private bool IsSplit(int i, int j, out bool partial)
    {
        partial = false;
        ReadOnlySpan<byte> letters = asked[i].Letters, left = Word(j), right = Word(j + 1);
        if (asked[i].Phrase >= 0 || !letters.StartsWith(left))
            return false;
        var rest = letters[left.Length..];
        partial = asked[i].IsPrefix && right.Length > rest.Length;
        return right.SequenceEqual(rest) || (partial && right.StartsWith(rest));
    }

    private ReadOnlySpan<byte> Word(int j) => bytes.AsSpan(words[j].Start, words[j].Length);

    private ReadOnlySpan<byte> Stem(int j) => bytes.AsSpan(words[j].Stem, words[j].StemLength);
}

/// <summary>Where a movie has the words that were asked for; the best last. Whatever else counts decides only within a class.</summary>
internal enum MatchClass
{
    /// <summary>Nothing was asked for but what must not be there.</summary>
    Unasked,

    /// <summary>Some word stands in the extract alone.</summary>
    Extract,

    /// <summary>The words stand in the title, cast names and genres, or name the year.</summary>
    Names,

    /// <summary>The same, and neighbours that one name can have are of one name.</summary>
    WholeNames,

    /// <summary>All words stand in the title.</summary>
    Title,

    /// <summary>… one after the other.</summary>
    TitleInOrder,

    /// <summary>… and the title begins with them.</summary>
    TitleBegins,

    /// <summary>… and there is nothing else in it but stop words, or something is written otherwise.</summary>
    TitleNearlyExact,

    /// <summary>The title is what was asked for, word by word.</summary>
    TitleExact,
}

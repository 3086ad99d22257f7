using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>How a title compares with what was asked for, word by word.</summary>
/// <remarks>An article at its beginning is passed over; so are further on stop words that one of the two has and the other hasn't, and
/// the way in which neighbours are written, together or apart. Such a title is not exact, but nearly.</remarks>
internal sealed class TitleFit
{
    private const int MostWords = 64;

    private readonly byte[] bytes = new byte[MostWords * WordReader.MaxBytes * 2];
    private readonly (int Start, int Length, int Stem, int StemLength)[] words = new (int, int, int, int)[MostWords];
    private readonly List<SearchWord> asked = [];
    private SearchText search = null!;
    private Forgiveness forgiveness;
    private readonly byte[] buffer = new byte[WordReader.MaxBytes];
    private int count, end; // Words of the title read so far, and their bytes.

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
        var title = new WordReader(folded, buffer);
        (count, end) = (0, 0);
        return Align(ref title);
    }

    /// <summary>Whether the title has a word at a place: it is read only as far as it is compared.</summary>
    private bool Has(int place, ref WordReader title)
    {
        while (count <= place && count < MostWords && title.MoveNext())
        {
            ReadOnlySpan<byte> word = title.Word, stem = title.Stem;
            word.CopyTo(bytes.AsSpan(end));
            stem.CopyTo(bytes.AsSpan(end + word.Length));
            words[count++] = (end, word.Length, end + word.Length, stem.Length);
            end += word.Length + stem.Length;
        }
        return place < count;
    }

    /// <summary>Goes through both, from their first words on.</summary>
    /// <remarks>Every step takes a word of one of them, so it ends.</remarks>
    private MatchClass Align(ref WordReader title)
    {
        int i = 0, j = 0;
        bool isExact = true, isPartial = false, hasBegun = false;
        while (i < asked.Count)
        {
            if (Has(j, ref title) && WordMatcher.Match(asked[i], Word(j), Stem(j), WordField.Title, forgiveness) is { } grade)
            {
                isExact &= grade == Grade.Whole && Word(j).SequenceEqual(asked[i].Letters);
                isPartial |= grade == Grade.Beginning;
                hasBegun = true;
                i++;
                j++;
                continue;
            }
            isExact = false;
            if (j < count && IsJoined(i, j, out var partial))
                (i, j, isPartial, hasBegun) = (i + 2, j + 1, isPartial || partial, true);
            else if (Has(j + 1, ref title) && IsSplit(i, j, out partial))
                (i, j, isPartial, hasBegun) = (i + 1, j + 2, isPartial || partial, true);
            else if (j < count && (hasBegun ? search.Rules.IsStopWord(Word(j)) : j == 0 && search.Rules.IsArticle(Word(j))))
                j++;
            else if (asked[i].IsOptional)
                i++;
            else
                return MatchClass.Title;
        }
        if (isPartial)
            return MatchClass.TitleBeginsPartly;
        if (Has(j, ref title))
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

    /// <summary>The same, and neighbours are of one name.</summary>
    WholeNames,

    /// <summary>All words stand in the title.</summary>
    Title,

    /// <summary>… and the title begins with them, the last of them not yet whole.</summary>
    TitleBeginsPartly,

    /// <summary>… and the title begins with them.</summary>
    TitleBegins,

    /// <summary>… and there is nothing else in it but stop words, or something is written otherwise.</summary>
    TitleNearlyExact,

    /// <summary>The title is what was asked for, word by word.</summary>
    TitleExact,
}

using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>The class of a title that has the one short word that was asked for, told by the title's first eight bytes wherever they
/// tell it; else <see cref="TitleFit"/> has to look. Both give the same.</summary>
/// <remarks>With each letter that is typed of a first word, a great part of all titles matches.</remarks>
internal readonly struct TitleKeyFit
{
    private readonly SearchRules rules;
    private readonly ulong key;
    private readonly int length;

    private TitleKeyFit(SearchRules rules, byte[] letters)
    {
        this.rules = rules;
        key = TextSort.Prefix(letters);
        length = letters.Length;
    }

    /// <summary>Makes ready; null when a search is not for one short word.</summary>
    public static TitleKeyFit? Of(SearchText search) =>
        search.Words is [{ IsExcluded: false, Synonyms.Length: 0, Letters.Length: < sizeof(ulong) } word] ? new TitleKeyFit(search.Rules, word.Letters) : null;

    /// <summary>The class; null when the key does not tell.</summary>
    /// <param name="title">The title's key, as <see cref="TextIndex.TitleKeys"/> has it.</param>
    /// <param name="grade">How well the title has the word.</param>
    public MatchClass? ClassOf(ulong title, Grade grade)
    {
        if (title == 0)
            return null;
        if (title == key)
            return MatchClass.TitleExact;
        if (Begins(title, sizeof(ulong)))
            return grade == Grade.Beginning ? MatchClass.TitleBeginsPartly : null;
        var blank = BlankIn(title);
        if (blank == 0)
            return MatchClass.TitleInOrder;
        var left = sizeof(ulong) - blank - 1;
        if (length < left && !Begins(title << (8 * (blank + 1)), left))
            return MatchClass.TitleInOrder;
        return IsArticle(title, blank) ? null : MatchClass.TitleInOrder;
    }

    private bool Begins(ulong title, int bytes) => length <= bytes && ((title ^ key) >> (8 * (sizeof(ulong) - length))) == 0;

    /// <summary>Where the first word ends; 0 when it does not in the key.</summary>
    private static int BlankIn(ulong title)
    {
        for (var at = 1; at < sizeof(ulong); at++)
        {
            if ((byte)(title >> (8 * (sizeof(ulong) - 1 - at))) == ' ')
                return at;
        }
        return 0;
    }

    private bool IsArticle(ulong title, int bytes)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(word, title);
        return rules.IsArticle(word[..bytes]);
    }
}

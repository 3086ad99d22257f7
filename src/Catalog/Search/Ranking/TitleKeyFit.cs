using System.Buffers.Binary;
using System.Numerics;
using MovieGrains.Catalog.Postings;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Search.Ranking;

/// <summary>The class of a title that has all words that were asked for, told by the title's first eight bytes wherever they tell it;
/// else <see cref="TitleFit"/> has to look. Both give the same, as long as no typo is forgiven.</summary>
/// <remarks>With each letter that is typed of a first word, a great part of all titles matches.</remarks>
internal sealed class TitleKeyFit
{
    private const int KeyBytes = sizeof(ulong);

    private readonly List<ulong> firsts = [], seconds = []; // The words that a title could begin with, and go on with; see Add.
    private SearchRules rules = null!;
    private ulong plain; // All words, with single blanks between.
    private int plainBytes;
    private ulong begun, begunMask; // What BeginsPlainly compares.
    private bool isPrefix;
    private ulong first;
    private int firstBytes;

    /// <summary>Makes ready for a search.</summary>
    public void Begin(SearchText search)
    {
        rules = search.Rules;
        firsts.Clear();
        seconds.Clear();
        Span<byte> text = stackalloc byte[KeyBytes];
        plainBytes = 0;
        var place = 0;
        foreach (var word in search.Words)
        {
            if (word.IsExcluded)
                continue;
            if (place++ > 0)
                Append(" "u8, text);
            Append(word.Letters, text);
            isPrefix = word.IsPrefix;
        }
        plain = TextSort.Prefix(text[..Math.Min(plainBytes, KeyBytes)]);
        // Without room for the blank that follows nothing is told: no text is all ones.
        (begun, begunMask) = plainBytes < KeyBytes
            ? (plain | ((ulong)' ' << (8 * (KeyBytes - plainBytes - 1))), ulong.MaxValue << (8 * (KeyBytes - plainBytes - 1)))
            : (ulong.MaxValue, ulong.MaxValue);
        AddFrom(search, 0, firsts);
        AddFrom(search, 1, seconds);
        var asked = search.Words.FirstOrDefault(static word => !word.IsExcluded);
        (first, firstBytes) = asked is null ? (0, 0) : (TextSort.Prefix(asked.Letters), asked.Letters.Length);
    }

    /// <summary>Whether a title begins with all words and goes on with another: it is <see cref="MatchClass.TitleBegins"/>.</summary>
    public bool BeginsPlainly(ulong title) => ((title ^ begun) & begunMask) == 0;

    /// <summary>The class; null when the key does not tell.</summary>
    /// <param name="title">The title's key, as <see cref="TextIndex.TitleKeys"/> has it.</param>
    public MatchClass? ClassOf(ulong title)
    {
        if (title == 0)
            return null;
        if (Begins(title, KeyBytes, MatchClass.TitleExact, out var found))
            return found;
        var bytes = WordIn(title);
        var rest = bytes >= KeyBytes - 1 ? 0 : title << (8 * (bytes + 1));
        if (CanBe(firsts, title, bytes))
        {
            // The first word is there: the second one decides, unless it is a stop word, which may be passed over.
            var isFirst = bytes == firstBytes && bytes < KeyBytes - 2 && (title ^ first) >> (8 * (KeyBytes - bytes)) == 0;
            return isFirst && rest != 0 && seconds.Count > 0 && !CanBe(seconds, rest, WordIn(rest)) && !rules.CanBeStopWord(rest)
                ? MatchClass.Title
                : null;
        }
        if ((rest != 0 && !CanBe(firsts, rest, WordIn(rest))) || !IsArticle(title, bytes))
            return MatchClass.Title;
        return Begins(rest, KeyBytes - 1 - bytes, MatchClass.TitleNearlyExact, out found) ? found : null;
    }

    /// <summary>Whether a title, or what follows its article, begins with all words.</summary>
    /// <param name="title">Its key.</param>
    /// <param name="known">How many bytes of it are known.</param>
    /// <param name="whole">The class of one that is nothing but them.</param>
    /// <param name="found">The class; null when more has to be known, as a possessive may be as good without its end.</param>
    private bool Begins(ulong title, int known, MatchClass whole, out MatchClass? found)
    {
        found = null;
        if (plainBytes >= known || (title ^ plain) >> (8 * (KeyBytes - plainBytes)) != 0)
            return false;
        var next = (byte)(title >> (8 * (KeyBytes - plainBytes - 1)));
        found = next == 0 ? whole
            : next == ' ' ? MatchClass.TitleBegins
            : isPrefix && next != 's' ? MatchClass.TitleBeginsPartly
            : null;
        return true;
    }

    private void Append(ReadOnlySpan<byte> word, Span<byte> text)
    {
        if (plainBytes < KeyBytes)
            word[..Math.Min(word.Length, KeyBytes - plainBytes)].CopyTo(text[plainBytes..]);
        plainBytes += word.Length;
    }

    /// <summary>Adds a word, and, as long as words can be done without, those after it.</summary>
    private static void AddFrom(SearchText search, int place, List<ulong> words)
    {
        foreach (var word in search.Words)
        {
            if (word.IsExcluded || place-- > 0)
                continue;
            Add(word.Letters, words);
            foreach (var synonym in word.Synonyms)
                Add(synonym, words);
            if (!word.IsOptional)
                return;
        }
        // All the others can be done without, so that none of these has to come.
        words.Clear();
    }

    private static void Add(ReadOnlySpan<byte> word, List<ulong> words) => words.Add(TextSort.Prefix(word));

    /// <summary>Whether a word of a title can be one of some: the one begins with the other, as far as the keys go.</summary>
    private static bool CanBe(List<ulong> words, ulong title, int bytes)
    {
        foreach (var word in words)
        {
            var common = Math.Min(bytes, WordIn(word));
            if (common == 0 || (title ^ word) >> (8 * (KeyBytes - common)) == 0)
                return true;
        }
        return false;
    }

    /// <summary>How many bytes the word has that a key begins with: up to the first zero or blank.</summary>
    private static int WordIn(ulong key)
    {
        const ulong ones = 0x0101010101010101, highs = 0x8080808080808080, blanks = 0x2020202020202020;
        // From the lowest byte on, the first zero byte is found by what is borrowed when one is taken from each.
        var text = BinaryPrimitives.ReverseEndianness(key);
        var spaced = text ^ blanks;
        var ends = ((text - ones) & ~text & highs) | ((spaced - ones) & ~spaced & highs);
        return BitOperations.TrailingZeroCount(ends) >> 3; // 64 without any.
    }

    private bool IsArticle(ulong title, int bytes)
    {
        Span<byte> word = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt64BigEndian(word, title);
        return rules.IsArticle(word[..bytes]);
    }
}

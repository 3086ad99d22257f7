using System.Buffers.Text;
using System.Collections.Immutable;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Queries;

/// <summary>What is asked for in full text, as the parameter <c>q</c> has it: words, phrases in quotes, what a leading <c>-</c>
/// excludes. How words match and rank, docs/search.md says.</summary>
public sealed class SearchText
{
    /// <summary>No more words count; further ones are as if they were not given.</summary>
    public const int MaxWords = 32;

    private SearchText(string text, ImmutableArray<SearchWord> words, byte[] signs, SearchRules rules)
    {
        Text = text;
        Signs = signs;
        Rules = rules;
        Words = WithRules(words, rules);
        Joined = JoinedOf(Words, rules);
        ForgivesYears = Words.Count(static word => word.IsRequired) > 1;
    }

    /// <summary>As it was given: <see cref="Parse"/> makes the same of it.</summary>
    public string Text { get; }

    /// <summary>Tells the rules that it was read by, and is ranked by, from others: <see cref="SearchRules.Fingerprint"/>.</summary>
    public long RulesFingerprint => Rules.Fingerprint;

    /// <summary>The words, in their order.</summary>
    internal ImmutableArray<SearchWord> Words { get; }

    /// <summary>What titles have to begin with when there is no word, folded: <c>$</c>, <c>!!!</c>; else nothing.</summary>
    internal byte[] Signs { get; }

    /// <summary>What the words' meaning depends on.</summary>
    internal SearchRules Rules { get; }

    /// <summary>Whether a year may be a little off, as other words say which movie is meant.</summary>
    internal bool ForgivesYears { get; }

    /// <summary>Neighbours written as one word: <c>spider man</c> as <c>spiderman</c>.</summary>
    internal ImmutableArray<JoinedWord> Joined { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="rules">What the words' meaning depends on; null for those in force.</param>
    /// <returns>Null when nothing is in it but blanks, and quotes or a dash that have yet to be followed by something, which is as if
    /// nothing was asked for.</returns>
    public static SearchText? Parse(string text, SearchRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = Folding.Fold(text);
        var words = new Parser(folded, isOpen: text.Length > 0 && !char.IsWhiteSpace(text[^1])).Read();
        var signs = words.IsEmpty ? SignsOf(folded) : [];
        return words.IsEmpty && signs.Length == 0 ? null : new SearchText(text, words, signs, rules ?? SearchRules.InForce);
    }

    /// <summary>A text without words, without what means something in one with words.</summary>
    private static byte[] SignsOf(ReadOnlySpan<byte> folded)
    {
        var signs = folded.Trim(" \""u8);
        return signs.ContainsAnyExcept((byte)'-') ? signs.ToArray() : [];
    }

    /// <summary>Stop words that stand beside others can be done without; alone, they are looked for in titles and names.</summary>
    private static ImmutableArray<SearchWord> WithRules(ImmutableArray<SearchWord> words, SearchRules rules)
    {
        var others = words.Any(word => !word.IsExcluded && (word.Phrase >= 0 || !rules.IsStopWord(word.Letters)));
        return [.. words.Select(word => word with
        {
            IsStopWord = rules.IsStopWord(word.Letters),
            IsOptional = others && !word.IsExcluded && word.Phrase < 0 && rules.IsStopWord(word.Letters),
            Synonyms = word.Phrase < 0 && !word.IsExcluded ? rules.SynonymsOf(word.Letters) : [],
            Edits = word.Phrase < 0 && !word.IsExcluded ? EditsOf(word.Letters, rules) : 0,
            Year = YearOf(word.Letters),
        })];
    }

    private static ImmutableArray<JoinedWord> JoinedOf(ImmutableArray<SearchWord> words, SearchRules rules)
    {
        var joined = ImmutableArray.CreateBuilder<JoinedWord>();
        for (var i = 0; i + 1 < words.Length; i++)
        {
            SearchWord left = words[i], right = words[i + 1];
            if (!CanJoin(left) || !CanJoin(right) || left.Letters.Length + right.Letters.Length > WordReader.MaxBytes)
                continue;
            byte[] both = [.. left.Letters, .. right.Letters];
            joined.Add(new JoinedWord(i, both, right.IsPrefix, EditsOf(both, rules)));
        }
        return joined.ToImmutable();
    }

    private static bool CanJoin(SearchWord word) => word is { IsExcluded: false, IsStopWord: false, Phrase: < 0 };

    private static int EditsOf(byte[] word, SearchRules rules)
    {
        if (word.AsSpan().ContainsAnyInRange((byte)'0', (byte)'9'))
            return 0;
        var letters = SpellingIndex.LettersOf(word);
        return letters >= rules.TwoTyposFrom ? 2 : letters >= rules.OneTypoFrom ? 1 : 0;
    }

    private static int YearOf(byte[] word) =>
        word.Length == 4 && Utf8Parser.TryParse(word, out int year, out var read) && read == 4 ? year : 0;

    /// <summary>Reads the words of a folded text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isOpen">Whether the last word may go on.</param>
    private ref struct Parser(ReadOnlySpan<byte> text, bool isOpen)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private readonly ImmutableArray<SearchWord>.Builder words = ImmutableArray.CreateBuilder<SearchWord>();
        private int phrases;

        public ImmutableArray<SearchWord> Read()
        {
            var at = 0;
            while (at < text.Length && words.Count < MaxWords)
            {
                if (text[at] == ' ')
                {
                    at++;
                    continue;
                }
                var excludes = text[at] == '-' && (at == 0 || text[at - 1] == ' ') && at + 1 < text.Length && text[at + 1] is not ((byte)' ' or (byte)'-');
                at = ReadOne(excludes ? at + 1 : at, excludes);
            }
            // What is excluded excludes whole words: a prefix would exclude ever other movies with each letter typed.
            return words.ToImmutable();
        }

        /// <summary>Reads what stands between quotes, or between blanks.</summary>
        /// <returns>Where it goes on.</returns>
        private int ReadOne(int start, bool excludes)
        {
            if (start < text.Length && text[start] == '"')
            {
                var length = text[(start + 1)..].IndexOf((byte)'"');
                var end = length < 0 ? text.Length : start + 1 + length;
                AddWords(text[(start + 1)..end], excludes, isPhrase: true, isOpen: length < 0 && isOpen);
                return length < 0 ? end : end + 1;
            }
            var rest = text[start..].IndexOfAny((byte)' ', (byte)'"');
            var stop = rest < 0 ? text.Length : start + rest;
            AddWords(text[start..stop], excludes, isPhrase: excludes, isOpen: rest < 0 && isOpen);
            return stop;
        }

        private void AddWords(ReadOnlySpan<byte> run, bool excludes, bool isPhrase, bool isOpen)
        {
            Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
            var reader = new WordReader(run, buffer);
            var first = words.Count;
            while (words.Count < MaxWords && reader.MoveNext())
                words.Add(new SearchWord(reader.Word.ToArray(), IsPrefix: false, excludes, isPhrase ? phrases : -1));
            if (words.Count > first && isPhrase)
                phrases++;
            if (words.Count > first && isOpen && !excludes)
                words[^1] = words[^1] with { IsPrefix = true };
        }
    }
}

/// <summary>A word that is asked for.</summary>
/// <param name="Letters">Folded UTF-8.</param>
/// <param name="IsPrefix">Whether longer words that begin so will do.</param>
/// <param name="IsExcluded">Whether it must not be there.</param>
/// <param name="Phrase">The number of the phrase that it belongs to; −1 when it stands alone.</param>
internal sealed record SearchWord(byte[] Letters, bool IsPrefix, bool IsExcluded, int Phrase)
{
    /// <summary>Whether it is a stop word, which is never looked for in extracts.</summary>
    public bool IsStopWord { get; init; }

    /// <summary>Whether a movie need not have it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Words that mean the same in a title or as a genre.</summary>
    public byte[][] Synonyms { get; init; } = [];

    /// <summary>How many typos it may have, when typos are looked for.</summary>
    public int Edits { get; init; }

    /// <summary>The year that it may name; 0 for none.</summary>
    public int Year { get; init; }

    /// <summary>Whether a movie must have it.</summary>
    public bool IsRequired => !IsExcluded && !IsOptional;
}

/// <summary>Two neighbours written as one word.</summary>
/// <param name="First">The place of the first of them.</param>
/// <param name="Letters">Both.</param>
/// <param name="IsPrefix">Whether longer words that begin so will do.</param>
/// <param name="Edits">How many typos both together may have, when typos are looked for.</param>
internal readonly record struct JoinedWord(int First, byte[] Letters, bool IsPrefix, int Edits);

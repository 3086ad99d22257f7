using System.Text;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>Finds the words that are spelt nearly like another.</summary>
/// <remarks>
/// Words are sorted, so that those with one beginning follow one another: it is compared once for all of them, and when no word that
/// begins so can be near enough, all are passed over. All that has to be kept is how much each word shares with the one before.
/// </remarks>
internal sealed class SpellingIndex
{
    private readonly TextColumn words;
    private readonly byte[] shared; // Bytes of whole letters that a word begins with as the one before does.

    public SpellingIndex(TextColumn words)
    {
        this.words = words;
        shared = new byte[words.Count];
        for (var word = 1; word < words.Count; word++)
        {
            var length = words[word - 1].CommonPrefixLength(words[word]);
            while (length > 0 && length < words[word].Length && (words[word][length] & 0xC0) == 0x80)
                length--;
            shared[word] = (byte)length;
        }
    }

    public long MemoryBytes => shared.Length;

    /// <summary>Finds all words that are spelt nearly like one, that word itself not among them.</summary>
    /// <param name="word">The word.</param>
    /// <param name="edits">So many edits at most, 1 or 2.</param>
    /// <param name="asBeginning">Whether words are wanted, too, of which only the beginning is spelt nearly so.</param>
    /// <param name="found">Takes them, with the number of edits.</param>
    public void Find(ReadOnlySpan<byte> word, int edits, bool asBeginning, List<(int Word, int Edits)> found)
    {
        if (LettersOf(word) > NearWords.MostLetters || words.Count == 0)
            return;
        var near = new NearWords(
            word, edits, asBeginning, stackalloc NearWords.State[WordReader.MaxBytes + 1], stackalloc int[NearWords.MostLetters], stackalloc ulong[128]);
        for (var next = 0; next < words.Count; next++)
        {
            var read = near.Read(words[next], shared[next], out var isFar, out var distance);
            if (distance > 0 && distance <= edits)
                found.Add((next, distance));
            if (!isFar || distance <= edits)
                continue;
            // What shares all that was read with a word that is too far is too far as well.
            var skipped = shared.AsSpan(next + 1).IndexOfAnyInRange((byte)0, (byte)(read - 1));
            next = skipped < 0 ? words.Count : next + skipped;
        }
    }

    /// <summary>How many letters a word has.</summary>
    public static int LettersOf(ReadOnlySpan<byte> word)
    {
        var letters = 0;
        foreach (var b in word)
            letters += (b & 0xC0) != 0x80 ? 1 : 0;
        return letters;
    }
}

/// <summary>Compares one word with others that come sorted, letter by letter: bit i of a set says that the other's letters so far can be
/// the first i of the word, with as many edits as the set stands for.</summary>
internal ref struct NearWords
{
    /// <summary>A set has a bit for each letter, and one for none.</summary>
    public const int MostLetters = 63;

    private readonly Span<State> states; // By bytes read of the other word.
    private readonly Span<int> letters;
    private readonly Span<ulong> ascii; // Where each ASCII letter stands in the word.
    private readonly ulong end;
    private readonly int edits;
    private readonly bool asBeginning;
    private int reached; // Bytes read of the word before.
    private bool wasFar; // Whether it was too far.

    public NearWords(ReadOnlySpan<byte> word, int edits, bool asBeginning, Span<State> states, Span<int> letters, Span<ulong> ascii)
    {
        ascii.Clear();
        this.ascii = ascii;
        this.states = states;
        this.edits = edits;
        this.asBeginning = asBeginning;
        var count = 0;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var size);
            if (rune.IsAscii)
                ascii[rune.Value] |= 1UL << count;
            letters[count++] = rune.Value;
            word = word[size..];
        }
        this.letters = letters[..count];
        end = 1UL << count;
        states[0] = new State { Exact = 1, One = 3, Two = 7, Nearest = edits + 1 };
        if (asBeginning)
            states[0].Nearest = (states[0].Exact & end) != 0 ? 0 : edits + 1;
    }

    /// <summary>Reads a word.</summary>
    /// <param name="other">The word.</param>
    /// <param name="shared">Bytes of it that the word read before begins with as well.</param>
    /// <param name="isFar">Whether nothing that begins with what was read can be nearer.</param>
    /// <param name="distance">The edits between the two; more than wanted when it is too far.</param>
    /// <returns>How much of it was read.</returns>
    public int Read(ReadOnlySpan<byte> other, int shared, out bool isFar, out int distance)
    {
        isFar = wasFar && shared >= reached;
        var at = Math.Min(shared, reached);
        while (!isFar && at < other.Length)
        {
            int letter = other[at], size = 1;
            if (letter >= 0x80)
            {
                Rune.DecodeFromUtf8(other[at..], out var rune, out size);
                letter = rune.Value;
            }
            isFar = !Step(states[at], letter, at > 0, ref states[at + size]);
            at += size;
        }
        (wasFar, reached) = (isFar, at);
        distance = asBeginning || isFar ? states[at].Nearest : Distance(states[at]);
        return at;
    }

    /// <summary>Takes a letter of the other word.</summary>
    /// <returns>Whether anything that begins so can be near enough by more than what is known already.</returns>
    private readonly bool Step(in State from, int letter, bool hasBefore, ref State to)
    {
        var mask = letter < ascii.Length ? ascii[letter] : PlacesOf(letter);
        var all = (end << 1) - 1;
        var exact = (from.Exact & mask) << 1;
        // A letter too many, another letter, a letter missing; and two letters swapped, of which this is the second.
        var swap = hasBefore ? mask & (from.Mask >> 1) : 0;
        var one = ((from.One & mask) << 1) | from.Exact | (from.Exact << 1) | (exact << 1) | ((from.ExactBefore & swap) << 2);
        one &= all;
        var two = edits < 2 ? 0
            : ((from.Two & mask) << 1) | from.One | (from.One << 1) | (one << 1) | ((from.OneBefore & swap) << 2);
        two &= all;
        to.ExactBefore = from.Exact;
        to.OneBefore = from.One;
        to.Mask = mask;
        (to.Exact, to.One, to.Two) = (exact, one, two);
        to.Nearest = asBeginning ? Math.Min(from.Nearest, Distance(to)) : edits + 1;
        return (exact | one | two) != 0;
    }

    private readonly ulong PlacesOf(int letter)
    {
        ulong mask = 0;
        for (var i = 0; i < letters.Length; i++)
            mask |= letters[i] == letter ? 1UL << i : 0;
        return mask;
    }

    private readonly int Distance(in State state) =>
        (state.Exact & end) != 0 ? 0 : (state.One & end) != 0 ? 1 : edits > 1 && (state.Two & end) != 0 ? 2 : edits + 1;

    /// <summary>What is known after some letters.</summary>
    internal struct State
    {
        public ulong Exact, One, Two;
        public ulong ExactBefore, OneBefore; // One letter earlier.
        public ulong Mask;                   // Where the last letter stands in the word.
        public int Nearest;                  // Of all beginnings so far, the nearest to the whole word.
    }
}

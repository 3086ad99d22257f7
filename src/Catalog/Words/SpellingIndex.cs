using System.Buffers;
using System.Numerics;
using System.Text;
using MovieGrains.Catalog.Postings;

namespace MovieGrains.Catalog.Words;

/// <summary>Finds the words that are spelt nearly like another.</summary>
/// <remarks>
/// Words by their number of letters, with a mask of the letters that each has: one edit takes one letter out of a mask at most and
/// brings one in. So most words are passed over after a look at one integer, and only the others are compared.
/// </remarks>
internal sealed class SpellingIndex
{
    private readonly TextColumn words;
    private readonly int[] byLength; // Words, the shortest first.
    private readonly uint[] masks;   // Of each of these.
    private readonly int[] ends;     // For each number of letters, where its words end.

    public SpellingIndex(TextColumn words)
    {
        this.words = words;
        ends = new int[WordReader.MaxBytes + 1];
        byLength = new int[words.Count];
        masks = new uint[words.Count];
        for (var word = 0; word < words.Count; word++)
            ends[LettersOf(words[word])]++;
        for (var letters = 1; letters < ends.Length; letters++)
            ends[letters] += ends[letters - 1];
        var next = new int[ends.Length];
        ends.AsSpan(0, ends.Length - 1).CopyTo(next.AsSpan(1));
        for (var word = 0; word < words.Count; word++)
        {
            var place = next[LettersOf(words[word])]++;
            byLength[place] = word;
            masks[place] = MaskOf(words[word]);
        }
    }

    public long MemoryBytes => 4L * (byLength.Length + masks.Length + ends.Length);

    /// <summary>Finds all words that are spelt nearly like one, that word itself not among them.</summary>
    /// <param name="word">The word.</param>
    /// <param name="edits">So many edits at most.</param>
    /// <param name="asBeginning">Whether words are wanted, too, of which only the beginning is spelt nearly so.</param>
    /// <param name="found">Takes them, with the number of edits.</param>
    public void Find(ReadOnlySpan<byte> word, int edits, bool asBeginning, List<(int Word, int Edits)> found)
    {
        int letters = LettersOf(word), least = Math.Max(1, letters - edits);
        var most = asBeginning ? WordReader.MaxBytes : Math.Min(WordReader.MaxBytes, letters + edits);
        var mask = MaskOf(word);
        for (var place = ends[least - 1]; place < ends[most]; place++)
        {
            // Letters that are missing, and those that are too many: edits of each at most. A longer word may have any others.
            if (BitOperations.PopCount(mask & ~masks[place]) > edits
                || (!asBeginning && BitOperations.PopCount(masks[place] & ~mask) > edits))
                continue;
            var distance = EditDistance.Between(word, words[byLength[place]], edits, asBeginning);
            if (distance <= edits && distance > 0)
                found.Add((byLength[place], distance));
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

    private static uint MaskOf(ReadOnlySpan<byte> word)
    {
        uint mask = 0;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var size);
            mask |= 1U << (rune.Value & 31);
            word = word[size..];
        }
        return mask;
    }
}

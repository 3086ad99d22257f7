using System.Text;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>What was typed, letter by letter, to be compared with the beginnings of texts of which some letters are other ones.</summary>
/// <remarks>
/// <para>An edit is a letter too many, too few or other, or two neighbours that have changed places (optimal string alignment). How
/// far a text has been compared is told by sets of bits: bit j of <see cref="State.Two"/> says whether the text so far becomes
/// the first j typed letters by two edits or fewer, and so on. A letter of the text costs a dozen operations, whatever was typed.</para>
/// <para>Texts come byte by byte, as a tree has them; the sets change at the last byte of a letter.</para>
/// </remarks>
internal sealed class TypedText
{
    /// <summary>From how many letters on is one edit forgiven, and from how many two?</summary>
    private const int LettersForOne = 3, LettersForTwo = 8;

    /// <summary>Within so many typed letters no more than one edit is forgiven: else a walk would have to look at nearly all
    /// beginnings of three letters that there are, for the sake of what hardly anybody would recognise.</summary>
    private const int LettersWithOne = 4;

    /// <summary>More letters than have bits are not compared.</summary>
    private const int MostLetters = 60;

    private readonly ulong[] ascii = new ulong[128]; // Of each letter, where it was typed: bit j for the j-th, from 1.
    private readonly List<(int Letter, ulong Places)> others = [];
    private ulong last;
    private bool twoForgiven;

    /// <summary>Takes what was typed.</summary>
    /// <returns>How many edits are forgiven.</returns>
    public int Reset(ReadOnlySpan<byte> folded)
    {
        Array.Clear(ascii);
        others.Clear();
        var count = 0;
        for (var rest = folded; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var letter, out var consumed);
            if (++count > MostLetters)
                return 0;
            Add(letter.Value, 1UL << count);
            rest = rest[consumed..];
        }
        last = 1UL << count;
        // A blank at the end is no letter.
        var letters = folded is [.., (byte)' '] ? count - 1 : count;
        return letters < LettersForOne ? 0 : letters < LettersForTwo ? 1 : 2;
    }

    /// <summary>The state before any letter of a text.</summary>
    /// <param name="edits">How many are forgiven, 1 or 2.</param>
    public State Begin(int edits)
    {
        twoForgiven = edits == 2;
        return new State { None = 0b1, One = 0b11, Two = 0b11 };
    }

    /// <summary>Goes on by a byte of the text.</summary>
    public void Step(in State state, int next, out State after)
    {
        if (next < 0x80)
        {
            StepLetter(state, ascii[next], out after);
            return;
        }
        after = state;
        if (next >= 0xC0)
        {
            after.Left = next >= 0xF0 ? 3 : next >= 0xE0 ? 2 : 1;
            after.Partial = next & (0x3F >> after.Left);
            return;
        }
        after.Partial = (state.Partial << 6) | (next & 0x3F);
        after.Left = state.Left - 1;
        if (after.Left == 0)
            StepLetter(state, PlacesOf(after.Partial), out after);
    }

    /// <summary>Whether what was typed is, but for edits, what the text has so far.</summary>
    public bool IsMatch(in State state) => state.Left == 0 && ((twoForgiven ? state.Two : state.One) & last) != 0;

    /// <summary>Whether it may yet become so.</summary>
    /// <remarks>By the second of two letters that have changed places, too, where the first alone would be an edit too many.</remarks>
    public bool MayMatch(in State state) =>
        twoForgiven ? (state.Two | ((state.BeforeOne << 2) & state.LastPlaces)) != 0 : state.One != 0;

    private void StepLetter(in State state, ulong places, out State after)
    {
        var none = (state.None << 1) & places;
        // Two that have changed places: this letter was typed one before, and the last one here.
        var swapped = (places << 1) & state.LastPlaces;
        var one = ((state.One << 1) & places) | Edited(state.None, none) | ((state.BeforeNone << 2) & swapped);
        after = new State { None = none, One = one, BeforeNone = state.None, BeforeOne = state.One, LastPlaces = places };
        if (!twoForgiven)
            return;
        var two = ((state.Two << 1) & places) | Edited(state.One, one) | ((state.BeforeOne << 2) & swapped);
        const ulong beyond = ulong.MaxValue << (LettersWithOne + 1);
        after.Two = (two & beyond) | one;
    }

    /// <summary>What one more edit makes of a set: the letter is other or too many in the text, or there is one too many typed.</summary>
    /// <param name="before">The set before the letter.</param>
    /// <param name="now">The set after it.</param>
    private static ulong Edited(ulong before, ulong now) => (before << 1) | before | (now << 1) | now;

    private void Add(int letter, ulong place)
    {
        if (letter < 0x80)
        {
            ascii[letter] |= place;
            return;
        }
        var known = others.FindIndex(o => o.Letter == letter);
        if (known < 0)
            others.Add((letter, place));
        else
            others[known] = (letter, others[known].Places | place);
    }

    private ulong PlacesOf(int letter)
    {
        foreach (var other in others)
        {
            if (other.Letter == letter)
                return other.Places;
        }
        return 0;
    }

    /// <summary>How far a text has been compared.</summary>
    internal struct State
    {
        /// <summary>Which numbers of typed letters the text becomes by no edit, by one or none, by two or fewer.</summary>
        public ulong None, One, Two;

        /// <summary>The same one letter before, and where that letter was typed.</summary>
        public ulong BeforeNone, BeforeOne, LastPlaces;

        /// <summary>The bits of a letter that is not yet whole, and how many bytes it lacks.</summary>
        public int Partial, Left;
    }
}

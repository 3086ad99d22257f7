using System.Text;

namespace MovieGrains.Catalog.Suggestions;

/// <summary>What was typed, letter by letter, to be compared with the beginnings of texts of which some letters are other ones.</summary>
/// <remarks>
/// <para>An edit is a letter too many, too few or other, or two that have changed places. row i says, for each number j
/// of typed letters, by how many edits i letters of a text become j typed ones (optimal string alignment). Only j from i − 2 to
/// i + 2 can be within two edits: five numbers, a byte each, of which the one at place k is that of j = i + k − 2.</para>
/// <para>Texts come byte by byte, as a tree has them; a row is made at the last byte of a letter.</para>
/// </remarks>
internal sealed class TypedText
{
    /// <summary>No more edits are ever forgiven.</summary>
    public const int MaxEdits = 2;

    /// <summary>From how many letters on is one edit forgiven, and from how many two?</summary>
    private const int LettersForOne = 3, LettersForTwo = 8;

    private const int Width = (2 * MaxEdits) + 1;
    private const byte TooMany = MaxEdits + 1;
    private const ulong NoneYet = 0x0303030303; // A row in which everything is too many.

    /// <summary>Longer ones are not compared: the longest title of 36,273 real ones has 364 letters.</summary>
    private const int MaxLetters = 400;

    private readonly int[] letters = new int[MaxLetters];
    private int edits;

    /// <summary>How many letters were typed; a blank at the end is none.</summary>
    public int Count { get; private set; }

    /// <summary>Takes what was typed.</summary>
    /// <returns>How many edits are forgiven.</returns>
    public int Reset(ReadOnlySpan<byte> folded)
    {
        Count = 0;
        var typed = 0;
        for (var rest = folded; !rest.IsEmpty; typed++)
        {
            Rune.DecodeFromUtf8(rest, out var letter, out var consumed);
            if (Count < MaxLetters)
                letters[Count++] = letter.Value;
            rest = rest[consumed..];
        }
        var counted = folded is [.., (byte)' '] ? typed - 1 : typed;
        return typed > MaxLetters || counted < LettersForOne ? 0 : counted < LettersForTwo ? 1 : MaxEdits;
    }

    /// <summary>The state before any letter of a text.</summary>
    /// <param name="forgiven">How many edits are forgiven, 1..<see cref="MaxEdits"/>.</param>
    public State Begin(int forgiven)
    {
        edits = forgiven;
        ulong row = 0;
        for (var k = 0; k < Width; k++)
            row |= (ulong)(k < MaxEdits ? TooMany : k - MaxEdits) << (8 * k);
        return new State { Row = row, Before = NoneYet };
    }

    /// <summary>Goes on by a byte of the text.</summary>
    public State Step(in State state, int next)
    {
        if (next < 0x80)
            return StepLetter(state, next);
        var after = state;
        if (next >= 0xC0)
        {
            after.Left = next >= 0xF0 ? 3 : next >= 0xE0 ? 2 : 1;
            after.Partial = next & (0x3F >> after.Left);
            return after;
        }
        after.Partial = (state.Partial << 6) | (next & 0x3F);
        after.Left = state.Left - 1;
        return after.Left > 0 ? after : StepLetter(after, after.Partial);
    }

    /// <summary>Whether what was typed is, but for edits, what the text has so far.</summary>
    public bool IsMatch(in State state)
    {
        var k = Count - state.Letters + MaxEdits;
        return state.Left == 0 && k is >= 0 and < Width && (byte)(state.Row >> (8 * k)) <= edits;
    }

    /// <summary>Whether it may yet become so.</summary>
    public bool MayMatch(in State state)
    {
        for (var k = 0; k < Width; k++)
        {
            if (At(state.Row, k) <= edits)
                return true;
        }
        return false;
    }

    private State StepLetter(in State state, int letter)
    {
        var i = state.Letters + 1;
        ulong row = 0;
        int left = TooMany; // D[i, j − 1]
        for (var k = 0; k < Width; k++)
        {
            var j = i + k - MaxEdits;
            int value = TooMany;
            if (j == 0)
            {
                value = Math.Min(i, TooMany);
            }
            else if (j > 0 && j <= Count)
            {
                value = At(state.Row, k) + (letters[j - 1] == letter ? 0 : 1);
                if (k + 1 < Width)
                    value = Math.Min(value, At(state.Row, k + 1) + 1);
                value = Math.Min(value, left + 1);
                if (j > 1 && i > 1 && letters[j - 2] == letter && letters[j - 1] == state.Last)
                    value = Math.Min(value, At(state.Before, k) + 1);
                value = Math.Min(value, TooMany);
            }
            left = value;
            row |= (ulong)value << (8 * k);
        }
        return new State { Row = row, Before = state.Row, Last = letter, Letters = i };
    }

    private static int At(ulong row, int k) => (byte)(row >> (8 * k));

    /// <summary>How far a text has been compared.</summary>
    internal struct State
    {
        /// <summary>The row of the letters so far, and the one before it.</summary>
        public ulong Row, Before;

        /// <summary>The last letter; the bits of one that is not yet whole; and how many bytes it lacks.</summary>
        public int Last, Partial, Left;

        /// <summary>How many letters.</summary>
        public int Letters;
    }
}

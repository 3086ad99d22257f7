using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MovieGrains.Catalog.Words;

/// <summary>Cuts a folded text into the words that full-text search compares.</summary>
/// <remarks>
/// <para>A word is a run of letters and digits. Some marks within it are left out, so that what people type differently is one word: an
/// apostrophe between letters (<c>ocean's</c> is <c>oceans</c>), a comma between digits (<c>20,000</c> is <c>20000</c>), and full
/// stops or asterisks between single letters (<c>e.t.</c> is <c>et</c>, <c>m*a*s*h</c> is <c>mash</c>).</para>
/// <para>A word with an apostrophe has a <see cref="Stem"/> as well, under which it can be found too: what stands before a
/// final <c>'s</c> (<c>ocean</c>), what follows one or two letters (<c>o'brien</c>: <c>brien</c>), or, of a final <c>in'</c>, what is
/// left out (<c>singin'</c>: <c>singing</c>).</para>
/// </remarks>
internal ref struct WordReader
{
    /// <summary>No word is longer; the rest of a longer one is passed over, in texts and queries alike.</summary>
    public const int MaxBytes = 64;

    private readonly ReadOnlySpan<byte> text;
    private readonly Span<byte> letters;
    private ReadOnlySpan<byte> word;
    private int next;
    private int length;
    private int apostrophe; // How many bytes of the word came before its last apostrophe; −1 without one.

    /// <summary>Begins to read.</summary>
    /// <param name="folded">The text.</param>
    /// <param name="buffer">Holds the word at hand: <see cref="MaxBytes"/> long.</param>
    public WordReader(ReadOnlySpan<byte> folded, Span<byte> buffer)
    {
        text = folded;
        letters = buffer;
    }

    /// <summary>The word at hand, good until the next one is read.</summary>
    public readonly ReadOnlySpan<byte> Word => word;

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public readonly int End => next;

    /// <summary>The other form of a word with an apostrophe; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Stem
    {
        get
        {
            if (apostrophe == length && letters[..length].EndsWith("in"u8) && length is > 3 and < MaxBytes)
            {
                letters[length] = (byte)'g';
                return letters[..(length + 1)];
            }
            if (apostrophe <= 0 || apostrophe >= length)
                return default;
            if (length == apostrophe + 1 && letters[apostrophe] == 's')
                return letters[..apostrophe];
            return apostrophe <= 2 && length - apostrophe > 2 ? letters[apostrophe..length] : default;
        }
    }

    /// <summary>Reads the next word.</summary>
    public bool MoveNext()
    {
        var all = text;
        var at = next;
        while (at < all.Length && !IsPlain(all[at]) && LetterAt(all, at, out var passed) == 0)
            at += passed;
        Start = at;
        while (at < all.Length && IsPlain(all[at]))
            at++;
        var plain = at - Start;
        if (plain == 0 || plain > MaxBytes || !EndsPlainly(all, at))
            return ReadLetters();
        // Nearly every word is nothing but such letters, and is good where it stands.
        apostrophe = -1;
        length = plain;
        word = all.Slice(Start, plain);
        next = at;
        return true;
    }

    /// <summary>Reads a word letter by letter.</summary>
    private bool ReadLetters()
    {
        var at = Start;
        length = 0;
        apostrophe = -1;
        var single = at; // Where the letter stands that a full stop could follow, in a chain of single letters.
        while (at < text.Length)
        {
            var size = IsPlain(text[at]) ? 1 : LetterAt(text, at, out _);
            if (size > 0)
            {
                if (length + size <= MaxBytes)
                {
                    text.Slice(at, size).CopyTo(letters[length..]);
                    length += size;
                }
                at += size;
            }
            else if (Joins(at, single))
            {
                if (text[at] == '\'')
                    apostrophe = length;
                else
                    single = at + 1;
                at++;
            }
            else
            {
                // One that ends the word is looked at as well, and not taken.
                if (text[at] == '\'' && apostrophe < 0)
                    apostrophe = length;
                break;
            }
        }
        next = at;
        word = letters[..length];
        return length > 0;
    }

    /// <summary>Whether a byte is a letter or digit by itself, in lower case: folded text has no other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain(byte b) => (uint)(b - 'a') <= 'z' - 'a' || (uint)(b - '0') <= '9' - '0';

    /// <summary>Whether nothing that stands at a place, behind a letter, can belong to the word; a mark may, that no blank follows.</summary>
    private static bool EndsPlainly(ReadOnlySpan<byte> text, int at) => at == text.Length || text[at] switch
    {
        (byte)' ' or (byte)'-' or (byte)')' or (byte)':' or (byte)';' or (byte)'"' or (byte)'/' => true,
        (byte)',' or (byte)'.' => at + 1 == text.Length || text[at + 1] == ' ',
        _ => false,
    };

    /// <summary>Whether the byte at a place can be part of a word.</summary>
    public static bool IsLetter(ReadOnlySpan<byte> text, int at) => at < text.Length && LetterAt(text, at, out _) > 0;

    /// <summary>Whether a mark after a letter is left out.</summary>
    private readonly bool Joins(int at, int single)
    {
        if (at + 1 >= text.Length || at == Start)
            return false;
        byte before = text[at - 1], after = text[at + 1];
        return text[at] switch
        {
            (byte)'\'' => IsLetter(text, at + 1),
            (byte)',' => char.IsAsciiDigit((char)before) && char.IsAsciiDigit((char)after),
            (byte)'.' or (byte)'*' => at == single + 1 && char.IsAsciiLetter((char)before) && char.IsAsciiLetter((char)after)
                && !IsLetter(text, at + 2) && !(at + 2 < text.Length && text[at + 2] == '\''),
            _ => false,
        };
    }

    /// <summary>How many bytes the letter or digit at a place has; 0 when something else stands there.</summary>
    private static int LetterAt(ReadOnlySpan<byte> text, int at, out int size)
    {
        var b = text[at];
        size = 1;
        if (b < 0x80)
            return char.IsAsciiLetterOrDigit((char)b) ? 1 : 0;
        Rune.DecodeFromUtf8(text[at..], out var rune, out size);
        return Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherNumber ? size : 0;
    }
}

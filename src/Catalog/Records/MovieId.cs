using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Records;

/// <summary>The identity of a movie, and its spelling as an id: <c>1999-3fk2n8q0v7ab-x4mz1t</c>.</summary>
/// <remarks>
/// The id is made from the identity alone, so that it is the same in whatever order files are read, on every node and
/// after every restart: the year; 60 bits of XXH64 over the identity text of title and year; and, for a movie whose
/// <c>href</c> is known, 30 bits over that. The first two groups are what namesakes share. Two different titles of one
/// year meet with a probability of about 3 in 10⁷ among ten million movies. The hash guards against nobody: whoever can
/// send a record can name any movie anyway.
/// </remarks>
/// <param name="Year">1..9999.</param>
/// <param name="NameKey">60 bits; title and year.</param>
/// <param name="HrefKey">30 bits, or <see cref="NoHref"/>.</param>
[StructLayout(LayoutKind.Auto)] // Else it would take half as much again, and there are several for each movie.
internal readonly record struct MovieId(int Year, ulong NameKey, uint HrefKey)
{
    /// <summary>Stands for a movie of which no record has given an href.</summary>
    public const uint NoHref = uint.MaxValue;

    /// <summary>No id is longer: 4 digits, 12 + 6 letters, 2 hyphens.</summary>
    public const int MaxLength = 24;

    private const int NameLetters = 12, HrefLetters = 6;

    // Crockford's base 32 in lower case: no letter is mistaken for a digit, and the order of ids is that of their bits.
    private static ReadOnlySpan<byte> Alphabet => "0123456789abcdefghjkmnpqrstvwxyz"u8;

    public bool HasHref => HrefKey != NoHref;

    public MovieId WithoutHref => this with { HrefKey = NoHref };

    /// <summary>Makes the identity of a title (its identity text), a year and perhaps an href.</summary>
    public static MovieId Of(ReadOnlySpan<byte> identityTitle, int year, ReadOnlySpan<byte> href, bool hasHref)
    {
        Span<byte> input = stackalloc byte[256];
        var length = identityTitle.Length + 3;
        if (length > input.Length)
            input = new byte[length];
        input = input[..length];
        identityTitle.CopyTo(input);
        input[^3] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(input[^2..], (ushort)year);
        return new MovieId(year, XxHash64.Hash(input) >> 4, hasHref ? (uint)(XxHash64.Hash(href) >> 34) : NoHref);
    }

    /// <summary>Writes the id.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        Utf8Formatter.TryFormat(Year, destination, out var length);
        destination[length++] = (byte)'-';
        WriteLetters(NameKey, destination.Slice(length, NameLetters));
        length += NameLetters;
        if (!HasHref)
            return length;
        destination[length++] = (byte)'-';
        WriteLetters(HrefKey, destination.Slice(length, HrefLetters));
        return length + HrefLetters;
    }

    /// <summary>Reads an id that somebody names: any text at all.</summary>
    public static bool TryParse(string text, out MovieId id)
    {
        id = default;
        return text.Length <= MaxLength && TryParse(System.Text.Encoding.UTF8.GetBytes(text), out id);
    }

    /// <summary>Reads an id exactly as <see cref="Write"/> spells it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MovieId id)
    {
        id = default;
        var dash = text.IndexOf((byte)'-');
        if (dash is < 1 or > 4 || text[0] == '0' || !Utf8Parser.TryParse(text[..dash], out int year, out var used) || used != dash || year < 1)
            return false;
        var rest = text[(dash + 1)..];
        var hrefKey = (ulong)NoHref;
        if (rest.Length != NameLetters && (rest.Length != NameLetters + 1 + HrefLetters || rest[NameLetters] != '-'))
            return false;
        if (!TryReadLetters(rest[..NameLetters], out var nameKey))
            return false;
        if (rest.Length > NameLetters && !TryReadLetters(rest[(NameLetters + 1)..], out hrefKey))
            return false;
        id = new MovieId(year, nameKey, (uint)hrefKey);
        return true;
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Write(text)]);
    }

    private static void WriteLetters(ulong bits, Span<byte> letters)
    {
        for (var i = letters.Length - 1; i >= 0; i--, bits >>= 5)
            letters[i] = Alphabet[(int)(bits & 31)];
    }

    private static bool TryReadLetters(ReadOnlySpan<byte> letters, out ulong bits)
    {
        bits = 0;
        foreach (var letter in letters)
        {
            var value = Alphabet.IndexOf(letter);
            if (value < 0)
                return false;
            bits = (bits << 5) | (uint)value;
        }
        return true;
    }
}

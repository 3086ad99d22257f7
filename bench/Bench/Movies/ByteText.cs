using System.Buffers.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>UTF-8 text that is written, read and written anew in one buffer.</summary>
internal sealed class ByteText
{
    private byte[] bytes = new byte[16 << 10];

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written; good until the next write.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written from a place on.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Adds text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (bytes.Length - Length < text.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + text.Length));
        text.CopyTo(bytes.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Adds one ASCII character.</summary>
    public void Add(char ascii) => Add([(byte)ascii]);

    /// <summary>Adds a number in decimal.</summary>
    public void Add(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(number, digits, out var length);
        Add(digits[..length]);
    }

    /// <summary>Adds what was already written at another place.</summary>
    public void Repeat(int start, int end)
    {
        Span<byte> copy = stackalloc byte[1024];
        var length = Math.Min(end - start, copy.Length);
        Written.Slice(start, length).CopyTo(copy);
        Add(copy[..length]);
    }

    /// <summary>Makes an ASCII letter a capital, leaving all else.</summary>
    public void Capitalise(int place)
    {
        if (char.IsAsciiLetterLower((char)bytes[place]))
            bytes[place] -= 'a' - 'A';
    }

    /// <summary>Replaces one ASCII character by another from a place on.</summary>
    public void Replace(int start, char from, char to) => bytes.AsSpan(start, Length - start).Replace((byte)from, (byte)to);
}

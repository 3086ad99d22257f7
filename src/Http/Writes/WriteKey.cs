using System.Buffers;
using System.Security.Cryptography;

namespace MovieGrains.Http.Writes;

/// <summary>A key that allows its holder to write, known here by its hash alone.</summary>
/// <remarks>
/// Written <c>name:hash</c>, the hash being the SHA-256 of the key's UTF-8 in 64 hexadecimal digits, as
/// <c>printf %s KEY | sha256sum</c> prints it. A plain hash is enough as long as keys are random: there is nothing to guess.
/// </remarks>
public sealed class WriteKey
{
    private const int NameCharacters = 64;

    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly byte[] _hash;

    private WriteKey(string name, byte[] hash)
    {
        Name = name;
        _hash = hash;
    }

    /// <summary>Whose it is: for people, and for taking one key back without the others.</summary>
    public string Name { get; }

    /// <summary>Reads one key.</summary>
    /// <exception cref="FormatException">It is not written so; the message repeats nothing of the hash.</exception>
    public static WriteKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon];
        if (name.Length is 0 or > NameCharacters || name.AsSpan().ContainsAnyExcept(NameLetters))
            throw new FormatException("A key is written NAME:HASH, the name being 1 to 64 letters, digits, dots, dashes or underscores.");
        var hash = new byte[SHA256.HashSizeInBytes];
        var digits = text.AsSpan(colon + 1);
        if (digits.Length != 2 * hash.Length || Convert.FromHexString(digits, hash, out _, out _) != OperationStatus.Done)
            throw new FormatException($"The hash of the key {name} must be 64 hexadecimal digits: the SHA-256 of the key.");
        if (hash.AsSpan().SequenceEqual(SHA256.HashData([])))
            throw new FormatException($"The hash of the key {name} is that of an empty key.");
        return new WriteKey(name, hash);
    }

    /// <summary>Reads keys separated by commas; none of an empty text.</summary>
    /// <exception cref="FormatException">One of them is not written as a key is.</exception>
    public static IReadOnlyList<WriteKey> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parse)];
    }

    /// <summary>Whether it is the key with this hash, found out in the same time whatever the answer is.</summary>
    internal bool Has(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace MovieGrains.Http.Access;

/// <summary>A key and what it allows its holder, known here by its hash alone.</summary>
/// <remarks>The hash is the SHA-256 of the key's UTF-8, in 64 hexadecimal digits, as <c>printf %s KEY | sha256sum</c> prints it. A
/// plain hash is enough as long as keys are random: there is nothing to guess.</remarks>
public sealed class ApiKey
{
    /// <summary>What a key allows that is given without scopes: all that keys were for before there were scopes.</summary>
    public const Scopes UsualScopes = Scopes.Read | Scopes.Write | Scopes.Ingest;

    private const int NameCharacters = 64;
    private const string BadName = "the name must be 1 to 64 letters, digits, dots, dashes or underscores";

    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly byte[] _hash;

    private ApiKey(string name, byte[] hash, Scopes scopes, DateTimeOffset? until)
    {
        Name = name;
        Scopes = scopes;
        Until = until;
        _hash = hash;
    }

    /// <summary>Whose it is: for people, and for taking one key back without the others.</summary>
    public string Name { get; }

    /// <summary>What it allows.</summary>
    public Scopes Scopes { get; }

    /// <summary>From when on it allows nothing any more; null for never.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Reads one key, written <c>NAME:HASH</c>.</summary>
    /// <param name="text">The key.</param>
    /// <param name="scopes">What it allows.</param>
    /// <exception cref="FormatException">It is not written so; the message repeats nothing of the hash.</exception>
    public static ApiKey Parse(string text, Scopes scopes = UsualScopes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon];
        if (!IsName(name))
            throw new FormatException("A key is written NAME:HASH; " + BadName + ".");
        return Of(name, text.AsSpan(colon + 1), scopes, until: null);
    }

    /// <summary>Reads keys separated by commas; none of an empty text.</summary>
    /// <exception cref="FormatException">One of them is not written as a key is.</exception>
    public static IReadOnlyList<ApiKey> ParseList(string text, Scopes scopes = UsualScopes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => Parse(one, scopes)),
        ];
    }

    /// <summary>Makes a key of its parts.</summary>
    /// <exception cref="FormatException">One of them can't be used; the message repeats nothing of the hash.</exception>
    internal static ApiKey Of(string name, ReadOnlySpan<char> digits, Scopes scopes, DateTimeOffset? until)
    {
        if (!IsName(name))
            throw new FormatException("A key can't be used: " + BadName + ".");
        var hash = new byte[SHA256.HashSizeInBytes];
        if (digits.Length != 2 * hash.Length || Convert.FromHexString(digits, hash, out _, out _) != OperationStatus.Done)
            throw new FormatException($"The hash of the key {name} must be 64 hexadecimal digits: the SHA-256 of the key.");
        if (hash.AsSpan().SequenceEqual(SHA256.HashData([])))
            throw new FormatException($"The hash of the key {name} is that of an empty key.");
        return new ApiKey(name, hash, scopes, until);
    }

    /// <summary>The hash of a key, as it is written.</summary>
    internal static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether it is the key with this hash, found out in the same time whatever the answer is.</summary>
    internal bool Has(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    private static bool IsName(string name) => name.Length is > 0 and <= NameCharacters && !name.AsSpan().ContainsAnyExcept(NameLetters);
}

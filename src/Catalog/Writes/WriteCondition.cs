using System.Collections.Immutable;

namespace MovieGrains.Catalog.Writes;

/// <summary>What a movie must be for a write to happen.</summary>
/// <param name="Hashes">XXH64 of the documents of which it must be one; default when any will do.</param>
public readonly record struct WriteCondition(ImmutableArray<ulong> Hashes)
{
    /// <summary>Any movie will do.</summary>
    public static WriteCondition None => default;

    /// <summary>Whether a movie with this document may be written.</summary>
    internal bool Allows(ReadOnlySpan<byte> document) => Hashes.IsDefault || Hashes.Contains(Text.XxHash64.Hash(document));
}

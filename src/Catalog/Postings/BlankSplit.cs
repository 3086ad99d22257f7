namespace MovieGrains.Catalog.Postings;

/// <summary>What stands between the blanks of a folded text, which has single ones and none at its ends.</summary>
internal ref struct BlankSplit(ReadOnlySpan<byte> folded)
{
    private ReadOnlySpan<byte> rest = folded;

    /// <summary>The word at hand.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes on to the next word.</summary>
    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        var length = rest.IndexOf((byte)' ');
        Current = length < 0 ? rest : rest[..length];
        rest = length < 0 ? [] : rest[(length + 1)..];
        return true;
    }
}

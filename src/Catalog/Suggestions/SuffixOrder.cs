namespace MovieGrains.Catalog.Suggestions;

/// <summary>The order of suffixes: that of their bytes, each as if a blank came behind it.</summary>
internal static class SuffixOrder
{
    /// <summary>Compares two suffixes.</summary>
    public static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var common = one.CommonPrefixLength(other);
        if (common == one.Length && common == other.Length)
            return 0;
        var order = At(one, common).CompareTo(At(other, common));
        // Where one ends and the other has a blank, only the other goes on behind it.
        return order != 0 ? order : one.Length.CompareTo(other.Length);
    }

    private static int At(ReadOnlySpan<byte> suffix, int place) => place < suffix.Length ? suffix[place] : ' ';
}

using System.Text;

namespace MovieGrains.Catalog.Records;

/// <summary>The keys that an object has had so far.</summary>
internal sealed class FieldNames
{
    private readonly HashSet<string> others = new(StringComparer.Ordinal);
    private int known;

    public void Clear()
    {
        known = 0;
        if (others.Count > 0)
            others.Clear();
    }

    /// <summary>Notes a key.</summary>
    /// <returns>False when the object has had it before.</returns>
    public bool Add(KnownField field, ReadOnlySpan<byte> name)
    {
        if (field == KnownField.Other)
            return others.Add(Encoding.UTF8.GetString(name));
        var bit = 1 << (int)field;
        var isNew = (known & bit) == 0;
        known |= bit;
        return isNew;
    }
}

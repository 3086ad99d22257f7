using System.Text;

namespace MovieGrains.Http.Parameters;

/// <summary>Names of fields, comma-separated. Any name is taken, as suppliers may send fields of their own.</summary>
internal static class FieldSyntax
{
    /// <summary>More fields than this are no selection.</summary>
    private const int MaxFields = 100;

    /// <summary>Reads a value.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public static string? Read(ReadOnlySpan<byte> value, List<string> fields)
    {
        var items = new CommaList(value);
        while (items.Next())
        {
            if (items.Item.IsEmpty)
                return "a name between commas is empty";
            if (fields.Count == MaxFields)
                return "at most 100 fields can be named";
            var name = Encoding.UTF8.GetString(items.Item);
            if (!fields.Contains(name))
                fields.Add(name);
        }
        return null;
    }
}

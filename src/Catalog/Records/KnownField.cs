using System.Text;

namespace MovieGrains.Catalog.Records;

/// <summary>The fields that the catalogue knows, in the order in which a document has them.</summary>
internal enum KnownField
{
    Title,
    Year,
    Cast,
    Genres,
    Href,
    Extract,
    Thumbnail,
    ThumbnailWidth,
    ThumbnailHeight,

    /// <summary>Any further field that a supplier sends; these follow by code point of their names.</summary>
    Other,
}

/// <summary>The names of the known fields.</summary>
internal static class KnownFields
{
    private static readonly string[] Names = Enumerable.Range(0, (int)KnownField.Other).Select(static field => Encoding.UTF8.GetString(Name((KnownField)field))).ToArray();

    public static ReadOnlySpan<byte> Name(KnownField field) => field switch
    {
        KnownField.Title => "title"u8,
        KnownField.Year => "year"u8,
        KnownField.Cast => "cast"u8,
        KnownField.Genres => "genres"u8,
        KnownField.Href => "href"u8,
        KnownField.Extract => "extract"u8,
        KnownField.Thumbnail => "thumbnail"u8,
        KnownField.ThumbnailWidth => "thumbnail_width"u8,
        KnownField.ThumbnailHeight => "thumbnail_height"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Only known fields have fixed names."),
    };

    /// <summary>The name as text, the same object each time: merging asks for that of every field of every record.</summary>
    public static string Text(KnownField field) => Names[(int)field];

    /// <summary>Orders two as a document has them. An enum's own comparison makes two objects a call, which was half of all that
    /// merging allocated.</summary>
    public static int Compare(KnownField left, KnownField right) => (int)left - (int)right;

    public static KnownField Of(ReadOnlySpan<byte> name)
    {
        for (var field = KnownField.Title; field < KnownField.Other; field++)
        {
            if (name.SequenceEqual(Name(field)))
                return field;
        }
        return KnownField.Other;
    }
}

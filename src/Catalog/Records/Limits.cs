namespace MovieGrains.Catalog.Records;

/// <summary>Bounds on what a record may hold: a supplier's mistake must not become every reader's burden.</summary>
public static class Limits
{
    /// <summary>Bytes of one record's JSON, as supplied.</summary>
    public const int RecordBytes = 1 << 20;

    /// <summary>Bytes of a movie's document up to which clients may add to it: it can hold the fields of several records, and
    /// without a bound, small writes would make one that no reader can take.</summary>
    public const int MovieBytes = 8 * RecordBytes;

    /// <summary>Bytes of a title, in UTF-8, as supplied and folded. The longest of 36,273 real ones has 364.</summary>
    public const int TitleBytes = 1024;

    /// <summary>Bytes of one cast name or genre, in UTF-8.</summary>
    public const int NameBytes = 1024;

    /// <summary>Bytes of any other string of the known fields, in UTF-8.</summary>
    public const int TextBytes = 1 << 16;

    /// <summary>Names in a cast.</summary>
    public const int CastNames = 2000;

    /// <summary>Genres of a movie.</summary>
    public const int Genres = 100;

    /// <summary>Nesting of JSON within a record.</summary>
    public const int Depth = 32;

    /// <summary>The first year a movie can have.</summary>
    public const int FirstYear = 1;

    /// <summary>The last year a movie can have.</summary>
    public const int LastYear = 9999;
}

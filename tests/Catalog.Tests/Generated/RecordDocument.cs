using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>The document of a record alone, as nothing else has its title and year.</summary>
internal static class RecordDocument
{
    public static byte[] Write(MovieRecord record)
    {
        var document = new ByteBuffer();
        DocumentFormat.Write(record, MovieId.Of(record[record.Title], record.Year, default, hasHref: false), document);
        return document.Written.ToArray();
    }
}

using MovieGrains.Catalog.Records;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Ingesting;

/// <summary>Records of one file that are of one year.</summary>
/// <param name="year">The year.</param>
/// <param name="file">Which of a batch's files it is.</param>
/// <param name="origin">The file.</param>
internal sealed class YearRecords(int year, int file, FileOrigin origin)
{
    private readonly List<int> places = [];
    private readonly List<byte[]> records = [];

    public int Year => year;

    public int File => file;

    public long Bytes { get; private set; }

    public int Count => records.Count;

    public void Add(ReadOnlySpan<byte> json, int place)
    {
        places.Add(place);
        records.Add(json.ToArray());
        Bytes += json.Length;
    }

    /// <summary>How many records from one on have no more bytes than there is room for.</summary>
    public int CountWithin(int first, long room)
    {
        var end = first;
        for (; end < records.Count && room >= records[end].Length; end++)
            room -= records[end].Length;
        return end - first;
    }

    public long BytesOf(int first, int count) => records.GetRange(first, count).Sum(static record => (long)record.Length);

    public FileRecords Some(int first, int count) => new(
        origin.LastModified, origin.Source, origin.Key, [.. places.GetRange(first, count)], [.. records.GetRange(first, count)]);
}

/// <summary>Cuts the records of one year into calls.</summary>
internal static class YearPieces
{
    /// <param name="year">The year's records, file by file.</param>
    /// <param name="pieceBytes">Bytes of a piece at most, unless one record alone has more.</param>
    public static IEnumerable<YearPiece> Cut(IGrouping<int, YearRecords> year, int pieceBytes)
    {
        var places = new List<int>();
        var files = new List<FileRecords>();
        long bytes = 0;
        foreach (var file in year)
        {
            for (var first = 0; first < file.Count;)
            {
                var count = file.CountWithin(first, pieceBytes - bytes);
                if (count == 0 && files.Count > 0)
                {
                    yield return Piece();
                    continue;
                }
                count = Math.Max(1, count);
                places.Add(file.File);
                files.Add(file.Some(first, count));
                bytes += file.BytesOf(first, count);
                first += count;
            }
        }
        if (files.Count > 0)
            yield return Piece();

        YearPiece Piece()
        {
            var piece = new YearPiece(year.Key, [.. places], [.. files]);
            places.Clear();
            files.Clear();
            bytes = 0;
            return piece;
        }
    }
}

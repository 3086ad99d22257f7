using System.Globalization;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Http.Audit;

/// <summary>What writes were about, in few words.</summary>
internal static class Subjects
{
    /// <summary>Of a write of a hundred thousand records, a line should stay a line.</summary>
    private const int MostIds = 10;

    /// <summary>The first ids of records that were written, and how many more there are.</summary>
    public static string Of(IReadOnlyList<RecordOutcome> records)
    {
        var ids = records.Where(static record => record.Result != RecordResult.Rejected && record.Id is not null).Select(static record => record.Id!);
        return Of(ids.Take(MostIds), records.Count);
    }

    /// <summary>The first ids of some things, and how many more there are.</summary>
    public static string Of(IEnumerable<string> ids, int count)
    {
        var first = ids.Take(MostIds).ToArray();
        var names = first.Length == 0 ? "-" : string.Join(',', first);
        return count <= first.Length ? names : string.Create(CultureInfo.InvariantCulture, $"{names} of {count}");
    }
}

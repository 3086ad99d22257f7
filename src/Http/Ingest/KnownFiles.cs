using System.Buffers;
using MovieGrains.Catalog;

namespace MovieGrains.Http.Ingest;

/// <summary>Which of the drop files that a movie comes from can be asked for more.</summary>
/// <param name="ledger">The files that can be; null where no ledger is kept.</param>
internal sealed class KnownFiles(IIngestLedger? ledger = null)
{
    private readonly IIngestLedger _ledger = ledger ?? new NoLedger();

    /// <summary>The path of a file's report.</summary>
    /// <param name="id">The file's id.</param>
    public static string Path(string id) => "/ingest/files/" + id;

    /// <summary>The ids of those files that the ledger knows.</summary>
    public async ValueTask<HashSet<string>> AmongAsync(MovieSources sources, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var row = new ArrayBufferWriter<byte>();
        foreach (var id in sources.Records.Where(static record => !record.IsWrite).Select(static record => record.Origin.FileId).Distinct(StringComparer.Ordinal))
        {
            if (await _ledger.GetAsync(id, row, cancellationToken))
                known.Add(id);
            row.Clear();
        }
        return known;
    }
}

using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Owning;

/// <summary>Merges records of drop files into an owner's store.</summary>
internal sealed class YearFeed(CatalogStore store)
{
    /// <summary>How many versions of files are remembered, so that the pieces of one share its description?</summary>
    private const int MostOrigins = 256;

    private readonly HashSet<FileOrigin> origins = [];

    public async Task<FedFile[]> FeedAsync(FileRecords[] files, CancellationToken cancellationToken)
    {
        using var batch = store.Begin();
        var refused = Array.ConvertAll(files, file => Add(batch, file));
        var outcomes = await batch.CommitAsync(null, cancellationToken);
        return [.. outcomes.Select((outcome, i) => FedOf(outcome, refused[i]))];
    }

    private List<RefusedRecord> Add(IRecordBatch batch, FileRecords file)
    {
        var refused = new List<RefusedRecord>();
        batch.BeginFile(Known(new FileOrigin(file.LastModified, file.Source, file.Key)));
        for (var i = 0; i < file.Records.Length; i++)
        {
            if (batch.Add(file.Records[i], file.Places[i]) is { } fault)
                refused.Add(new RefusedRecord(file.Places[i], fault.Path, fault.Reason));
        }
        batch.EndFile();
        return refused;
    }

    /// <summary>The store keeps the description with every movie, so the same one is to be the same object.</summary>
    private FileOrigin Known(FileOrigin origin)
    {
        if (origins.TryGetValue(origin, out var known))
            return known;
        if (origins.Count == MostOrigins)
            origins.Clear();
        origins.Add(origin);
        return origin;
    }

    private static FedFile FedOf(FileOutcome outcome, List<RefusedRecord> refused) => new(
        outcome.Added, outcome.Updated, outcome.Unchanged, outcome.Deleted, outcome.IdsDropped,
        [.. refused, .. outcome.Rejected.Select(static r => new RefusedRecord(r.Place, r.Fault.Path, r.Fault.Reason))]);
}

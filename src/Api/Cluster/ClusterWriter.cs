using System.Globalization;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Api.Cluster;

/// <summary>Takes writes to where they are merged: the owner of each movie's year.</summary>
internal sealed class ClusterWriter(Owners owners) : ICatalogWriter
{
    public IRecordWrite BeginRecords() => new ClusterRecordWrite(owners);

    public ValueTask<MovieWriteOutcome> PutAsync(
        string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(MovieWriteVerb.Put, id, json, condition, cancellationToken);

    public ValueTask<MovieWriteOutcome> PatchAsync(
        string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(MovieWriteVerb.Patch, id, json, condition, cancellationToken);

    public ValueTask<MovieWriteOutcome> DeleteAsync(string id, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync(MovieWriteVerb.Delete, id, default, condition, cancellationToken);

    private async ValueTask<MovieWriteOutcome> WriteAsync(
        MovieWriteVerb verb, string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken)
    {
        if (YearOf(id) is not { } year)
            return new MovieWriteOutcome(MovieWriteResult.NoSuchMovie, null, null, null, 0);
        var request = new MovieWriteRequest(verb, id, json.ToArray(), condition.Hashes.IsDefault ? null : [.. condition.Hashes]);
        var written = await owners.WriteAsync(year, (owner, limit) => owner.WriteAsync(request, limit), cancellationToken);
        Owners.Check(written.Refusal);
        return new MovieWriteOutcome(
            (MovieWriteResult)written.Result, written.Id, written.Document, FaultOf(written), written.Version.Version,
            OwnVersions.Write([written.Version]));
    }

    /// <summary>An id begins with its movie's year.</summary>
    private static int? YearOf(string id)
    {
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return dash is >= 1 and <= 4 && int.TryParse(id.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0
            ? year
            : null;
    }

    private static RecordFault? FaultOf(WrittenMovie written) =>
        written.Reason is null ? null : new RecordFault(written.Path ?? "$", written.Reason);
}

using System.Buffers;
using System.Text;
using MovieGrains.Catalog.Partitions;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Catalog.Tests.Partitions;

/// <summary>Asks several stores as partitions of one catalogue; all that is said goes through bytes.</summary>
internal sealed class MergedPartitions(IReadOnlyList<CatalogStore> stores, int? hitsAtATime = null)
{
    public string Ask(Query query)
    {
        var merge = new PartialMerge(query, [.. stores.Select(s => Sent(s.View.Gather(query, Some(PartialMerge.FirstHits(query)), false)))]);
        while (merge.Starved() is { Count: > 0 } starved)
        {
            merge.Take([.. starved.Select(s => (s.Partition, Sent(stores[s.Partition].View.Gather(
                query with { After = s.After, Facets = [] }, Some(PartialMerge.MostHits), false))))]);
        }
        var body = new ArrayBufferWriter<byte>();
        merge.Write(Details(merge.Wanted), 0, body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    public string List(ValuesQuery query)
    {
        var merge = new ValuesMerge(query, [.. stores.Select(s => Sent(s.View.Gather(query)))]);
        var body = new ArrayBufferWriter<byte>();
        merge.Write(Details(merge.Wanted), 0, body);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private long Some(long hits) => Math.Min(hits, hitsAtATime ?? int.MaxValue);

    private PartialDetails?[] Details(Func<int, DetailsRequest?> wanted) => [.. stores.Select((store, i) =>
        wanted(i) is { } request ? PartialDetails.Read(store.View.Detail(request).ToBytes()) : null)];

    private static PartialAnswer Sent(PartialAnswer answer) => PartialAnswer.Read(answer.ToBytes());
}

using System.Buffers;
using System.Text.Json;
using MovieGrains.Catalog;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Http.Ingest;

namespace MovieGrains.Api.Cluster;

/// <summary>The ledgers of all sources, as one.</summary>
internal sealed class ClusterLedger(Sources sources) : IIngestLedger
{
    /// <inheritdoc/>
    public IReadOnlyList<string> States => SourceFiles.States;

    /// <inheritdoc/>
    public async ValueTask<IngestPage> ListAsync(IngestFilesQuery query, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        // Compared before multiplied: pages come from outside, and may be of any number.
        var first = query.Page - 1 > long.MaxValue / query.PageSize ? long.MaxValue : (query.Page - 1) * query.PageSize;
        var keys = await sources.KeysAsync(cancellationToken);
        var lists = new MergedFiles(keys.Length, (list, skip, count) =>
            sources.AskAsync(keys[list], source => source.ListFilesAsync(query.State, skip, count), cancellationToken));
        var (total, files) = await lists.ReadAsync(first, query.PageSize);
        var hasMore = first < total && total - first > files.Count;
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var file in files)
            json.WriteRawValue(file.Json, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteNumber("total", total);
        json.WriteNumber("page", query.Page);
        json.WriteNumber("page_size", query.PageSize);
        json.WriteBoolean("has_more", hasMore);
        json.WriteEndObject();
        return new IngestPage(total, hasMore);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> GetAsync(string id, IBufferWriter<byte> body, CancellationToken cancellationToken)
    {
        CatalogUnavailableException? failure = null;
        foreach (var answer in await sources.AskAllAsync(source => source.GetFileAsync(id), cancellationToken))
        {
            try
            {
                if (await answer is not { } row)
                    continue;
                body.Write(row);
                return true;
            }
            catch (CatalogUnavailableException unavailable)
            {
                failure = unavailable;
            }
        }
        // The one that could not be asked may have it.
        return failure is null ? false : throw failure;
    }
}

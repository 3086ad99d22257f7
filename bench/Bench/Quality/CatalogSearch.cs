using System.Diagnostics;
using System.Text.Json;
using MovieGrains.Bench.Engine;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Tests.Golden;

namespace MovieGrains.Bench.Quality;

/// <summary>The engine of the catalogue, in this process.</summary>
internal sealed class CatalogSearch(ICatalog catalog) : ISearchEngine
{
    private readonly ReusedBuffer body = new();

    /// <inheritdoc/>
    public string Name => "MovieGrains";

    /// <inheritdoc/>
    public async ValueTask<Found> AskAsync(string query, CancellationToken cancellation)
    {
        body.Clear();
        var start = Stopwatch.GetTimestamp();
        // Reading the query is part of what it takes: the others do it as well.
        if (SearchText.Parse(query) is { } asked)
            await catalog.SearchAsync(QueryOf(asked), body, cancellation);
        var time = Stopwatch.GetElapsedTime(start);
        return new Found(body.Length == 0 ? [] : Ids(body.Written), time);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Query QueryOf(SearchText asked) =>
        new() { Search = asked, Sort = Sort.Relevance, PageSize = QualityScore.Depth, Fields = ["id"] };

    private static List<string> Ids(ReadOnlyMemory<byte> envelope)
    {
        using var answer = JsonDocument.Parse(envelope);
        return [.. answer.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }
}

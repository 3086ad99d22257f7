using System.Text.Json;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Bench.Quality;

/// <summary>A movie as the other searches get it: what the catalogue has, with the id that it gave.</summary>
internal sealed record ListedMovie(
    string Id, string Title, int Year, IReadOnlyList<string> Cast, IReadOnlyList<string> Genres, string? Extract)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes every movie of a catalogue to a file, a JSON document a line.</summary>
    public static async Task WriteAsync(ICatalog catalog, string file, CancellationToken cancellation)
    {
        var export = await catalog.ExportAsync(new Query(), cancellation);
        await using var lines = File.Create(file);
        await foreach (var chunk in export.Chunks.WithCancellation(cancellation))
            await lines.WriteAsync(chunk, cancellation);
    }

    /// <summary>Reads such a file.</summary>
    public static IEnumerable<ListedMovie> Read(string file) =>
        File.ReadLines(file).Select(line => JsonSerializer.Deserialize<ListedMovie>(line, Names)!);
}

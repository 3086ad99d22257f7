using System.Text.Json;

namespace MovieGrains.Bench.Http;

/// <summary>Asks a server one query at a time, to see what it answers before it is measured.</summary>
internal sealed class AnswerProbe(Uri server) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>The average length of the answers to some paths.</summary>
    /// <exception cref="BenchException">One of them is not answered 200: then a measurement would be of errors.</exception>
    public async Task<int> AverageBytesAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        long bytes = 0;
        foreach (var path in paths)
            bytes += (await GetAsync(path, cancellation)).Length;
        return (int)(bytes / paths.Count);
    }

    /// <summary>Cursors from the ends of pages drawn evenly over the whole list.</summary>
    public async Task<List<string>> CursorsAsync(int count, ulong seed, CancellationToken cancellation)
    {
        var rolls = new Movies.Rolls(seed);
        var total = Read(await GetAsync("/movies", cancellation)).Total;
        var pages = (int)Math.Max(1, (total - 1) / Catalog.Queries.Query.DefaultPageSize);
        var cursors = new List<string>(count);
        while (cursors.Count < count)
        {
            var (_, next) = Read(await GetAsync($"/movies?page={1 + rolls.Below(pages)}", cancellation));
            cursors.Add(next ?? throw new BenchException("A page before the last one has no cursor."));
        }
        return cursors;
    }

    private async Task<byte[]> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? body
            : throw new BenchException($"{path} is answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    private static (long Total, string? Next) Read(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var total = document.RootElement.GetProperty("total").GetInt64();
        return (total, document.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null);
    }
}

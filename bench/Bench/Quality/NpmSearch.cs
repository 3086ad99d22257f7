using System.Diagnostics;
using System.Text.Json;

namespace MovieGrains.Bench.Quality;

/// <summary>A search engine of npm's in a process of its own, which tells its own time: bench/npm/engine.mjs.</summary>
internal sealed class NpmSearch : ISearchEngine
{
    /// <summary>Names the folder in which <c>./movies bench search-quality</c> has installed them.</summary>
    public const string Variable = "MOVIES_BENCH_NPM";

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    private readonly Process process;

    private NpmSearch(Process process, string name) => (this.process, Name) = (process, name);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Starts one and waits until it has indexed a file of movies.</summary>
    /// <param name="folder">Where it is installed.</param>
    /// <param name="engine">Which, as engine.mjs names it.</param>
    /// <param name="movies">The movies, a JSON document a line.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<NpmSearch> StartAsync(string folder, string engine, string movies, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "engine.mjs"), engine, movies])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        try
        {
            return new NpmSearch(process, (await ReadAsync<ReadyLine>(process, cancellation)).Name);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Found> AskAsync(string query, CancellationToken cancellation)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(query).AsMemory(), cancellation);
        await process.StandardInput.FlushAsync(cancellation);
        var answer = await ReadAsync<AnswerLine>(process, cancellation);
        return new Found(answer.Ids, TimeSpan.FromMicroseconds(answer.Micros));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End(process);
        return ValueTask.CompletedTask;
    }

    private static async Task<T> ReadAsync<T>(Process process, CancellationToken cancellation) =>
        await process.StandardOutput.ReadLineAsync(cancellation) is { } line
            ? JsonSerializer.Deserialize<T>(line, Names)!
            : throw new BenchException("A search engine of npm's ended; what it said is above.");

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private sealed record ReadyLine(bool Ready, string Name);

    private sealed record AnswerLine(IReadOnlyList<string> Ids, double Micros);
}

using System.Buffers;
using System.Diagnostics;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;

namespace MovieGrains.Api.Cluster;

/// <summary>Asks before anybody else does, so that a process that says that it is ready answers as fast as it will: the first answers wait for code
/// to be compiled and for connections, and two hundred at once that do so take half a second on two processors.</summary>
internal sealed class Warming(ICatalog catalog, ReaderOptions options)
{
    /// <summary>Questions for each slot: code is compiled once more, and better, after thirty calls.</summary>
    private const int Rounds = 4;

    private const int AtATime = 4;

    /// <summary>Asks. Whatever fails is left: it fails or not when somebody wants to know.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // These are nobody's requests: what hangs below a parent that is not recorded is no trace.
        using var unrecorded = new Activity(nameof(Warming)).Start();
        await Parallel.ForAsync(
            0, options.Slots * Rounds, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, AskAsync);
    }

    private async ValueTask AskAsync(int number, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        try
        {
            if (number % 2 == 0)
                await catalog.SearchAsync(new Query { Page = 1 + (number / 2) }, body, cancellationToken);
            else
                await catalog.GetMovieAsync("1900-nobody", body, cancellationToken);
        }
        catch (CatalogUnavailableException)
        {
            // Silos come and go.
        }
    }
}

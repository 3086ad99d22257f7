using System.Diagnostics;
using System.Globalization;
using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Load;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Bench.Engine;

/// <summary>Asks a catalogue on the calling thread, one query after the other, and measures each.</summary>
internal sealed class Asker(ICatalog catalog)
{
    private readonly ReusedBuffer buffer = new();

    /// <summary>Asks once.</summary>
    public AnswerSummary Ask(Query query)
    {
        buffer.Clear();
        var answer = catalog.SearchAsync(query, buffer, CancellationToken.None);
        // The engine is synchronous; one that isn't would be measured wrongly on this thread alone.
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new BenchException("The engine answers later.");
    }

    /// <summary>Asks for suggestions once.</summary>
    public AnswerSummary Ask(SuggestQuery query)
    {
        buffer.Clear();
        var answer = catalog.SuggestAsync(query, buffer, CancellationToken.None);
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new BenchException("The engine answers later.");
    }

    /// <summary>Asks one after the other until all are asked or the time is over; at least once.</summary>
    public AskResult Run(IReadOnlyList<Query> queries, TimeSpan atMost) => Run(queries, query => Ask(query), atMost);

    /// <summary>The same with suggestions.</summary>
    public AskResult Run(IReadOnlyList<SuggestQuery> queries, TimeSpan atMost) => Run(queries, query => Ask(query), atMost);

    private AskResult Run<T>(IReadOnlyList<T> queries, Action<T> ask, TimeSpan atMost)
    {
        var latencies = new LatencyRecorder();
        long bytes = 0;
        var begin = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var asked = 0;
        do
        {
            var start = Stopwatch.GetTimestamp();
            ask(queries[asked]);
            latencies.RecordTicks(Stopwatch.GetTimestamp() - start);
            bytes += buffer.Length;
            asked++;
        }
        while (asked < queries.Count && Stopwatch.GetElapsedTime(begin) < atMost);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new AskResult(latencies, (double)allocated / asked, (double)bytes / asked);
    }

    /// <summary>Asks the queries over and over for a time, unmeasured: until then the code is compiled in passing.</summary>
    public void WarmUp(IReadOnlyList<Query> queries, TimeSpan time)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(begin) < time; i = (i + 1) % queries.Count)
            Ask(queries[i]);
    }

    /// <summary>Cursors of places drawn evenly over the whole list: just before a movie of a title and year.</summary>
    /// <remarks>Made, not walked to: a thousand pages from the depth of ten million movies take longer than all that is
    /// measured.</remarks>
    public static List<string> Cursors(IReadOnlyList<AskedMovie> movies, int count, ulong seed)
    {
        var rolls = new Movies.Rolls(seed);
        var cursors = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var movie = movies[rolls.Below(movies.Count)];
            var place = new Cursor(movie.Year, Folding.Fold(movie.Title), string.Create(CultureInfo.InvariantCulture, $"{movie.Year}-"));
            cursors.Add(CursorCodec.Encode(place, new Query()));
        }
        return cursors;
    }
}

/// <summary>What asking found.</summary>
/// <param name="Latencies">The time of each query.</param>
/// <param name="Allocated">Bytes allocated per query.</param>
/// <param name="Bytes">Bytes per answer.</param>
internal sealed record AskResult(LatencyRecorder Latencies, double Allocated, double Bytes);

using System.Diagnostics;
using MovieGrains.Bench.Load;
using MovieGrains.Catalog;
using MovieGrains.Catalog.Queries;

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

    /// <summary>Asks one after the other until all are asked or the time is over; at least once.</summary>
    public AskResult Run(IReadOnlyList<Query> queries, TimeSpan atMost)
    {
        var latencies = new LatencyRecorder();
        long bytes = 0;
        var begin = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var asked = 0;
        do
        {
            var start = Stopwatch.GetTimestamp();
            Ask(queries[asked]);
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

    /// <summary>Cursors from the ends of pages drawn evenly over the whole list.</summary>
    public List<string> Cursors(int count, ulong seed)
    {
        var rolls = new Movies.Rolls(seed);
        var pages = (int)Math.Max(1, (catalog.Status.Movies - 1) / Query.DefaultPageSize);
        var cursors = new List<string>(count);
        while (cursors.Count < count)
        {
            var answer = Ask(new Query { Page = 1 + rolls.Below(pages) });
            cursors.Add(answer.Next ?? throw new BenchException("A page before the last one has no cursor."));
        }
        return cursors;
    }
}

/// <summary>What asking found.</summary>
/// <param name="Latencies">The time of each query.</param>
/// <param name="Allocated">Bytes allocated per query.</param>
/// <param name="Bytes">Bytes per answer.</param>
internal sealed record AskResult(LatencyRecorder Latencies, double Allocated, double Bytes);

using MovieGrains.Bench.Asking;
using MovieGrains.Bench.Movies;
using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Engine;

/// <summary>Measures the engine at one size: loading, then each shape.</summary>
internal sealed class EngineRun(MovieFeed feed, TimeSpan perShape, Shape[] shapes, bool withSuggestions)
{
    private const ulong Seed = 1;

    /// <summary>Different queries of a shape, so many that the p99 stands on 200 of them.</summary>
    private const int QueriesPerShape = 20_000;

    private const int Cursors = 1000;

    /// <summary>The times of each shape, once run.</summary>
    public Dictionary<Shape, AskResult> Results { get; } = [];

    /// <summary>Movies loaded, once run.</summary>
    public int Movies { get; private set; }

    /// <summary>Loads and asks.</summary>
    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        Report.Progress($"… loading {feed.Name}");
        await using var engine = new EngineUnderTest();
        var load = await Loading.LoadAsync(engine, feed, cancellation);
        Movies = (int)engine.Catalog.Status.Movies;
        ShowLoad(report, load, engine);
        Report.Progress("… collecting what can be asked for");
        var vocabulary = Vocabulary.Of(feed, Seed);
        var asker = new Asker(engine.Catalog);
        var cursors = Asker.Cursors(vocabulary.Movies, Cursors, Seed);
        Measure(asker, new QueryMix(vocabulary, cursors, Seed), new QueryMix(vocabulary, cursors, Seed + 1), cancellation);
        ShowQueries(report);
        if (withSuggestions)
            ShowSuggestions(report, asker, new TypingMix(vocabulary, Seed), new TypingMix(vocabulary, Seed + 1), cancellation);
    }

    /// <summary>Other queries warm up than are measured: what a cache keeps of the ones must not help the others.</summary>
    private void Measure(Asker asker, QueryMix mix, QueryMix warmUp, CancellationToken cancellation)
    {
        foreach (var shape in shapes)
        {
            cancellation.ThrowIfCancellationRequested();
            Report.Progress($"… {Shapes.Name(shape)}");
            asker.WarmUp(warmUp.Draw(shape, QueriesPerShape / 4).ConvertAll(ask => ask.ToQuery()), perShape / 2);
            var queries = mix.Draw(shape, QueriesPerShape).ConvertAll(ask => ask.ToQuery());
            Memory.LiveBytes();
            Results[shape] = asker.Run(queries, perShape);
        }
    }

    private void ShowLoad(Report report, LoadResult load, EngineUnderTest engine)
    {
        double rate = load.Records / load.Time.TotalSeconds, live = (double)load.LiveBytes / load.JsonBytes, peak = (double)load.PeakBytes / load.JsonBytes;
        var sized = Movies is >= EngineBudgets.LoadFrom and <= EngineBudgets.LoadTo;
        var table = new Table($"Loading, {feed.Name}", "", "measured", "budget");
        table.Add("records", Format.Number(load.Records));
        table.Add("rejected", Format.Number(load.Rejected));
        table.Add("movies", Format.Number(Movies));
        table.Add("parts", Format.Number(engine.Catalog.Status.Parts));
        table.Add("seconds", Format.Number(load.Time.TotalSeconds));
        table.Add("records/s", Format.Number(rate), sized ? Verdict.Text($"≥ {Format.Number(EngineBudgets.LoadRate)}", rate >= EngineBudgets.LoadRate) : "");
        table.Add("JSON, bytes per movie", Format.Number((double)load.JsonBytes / Movies));
        table.Add("memory, bytes per movie", Format.Number((double)load.LiveBytes / Movies));
        table.Add("memory, of it counted by the engine", Format.Number((double)engine.Catalog.Status.Bytes / Movies));
        table.Add("memory : JSON", Format.Number(live), sized ? Verdict.Text($"≤ {EngineBudgets.LiveRatio}", live <= EngineBudgets.LiveRatio) : "");
        table.Add("peak resident", Format.Bytes(load.PeakBytes));
        table.Add("peak resident : JSON", Format.Number(peak), sized ? Verdict.Text($"≤ {EngineBudgets.PeakRatio}", peak <= EngineBudgets.PeakRatio) : "");
        report.Show(table);
    }

    private void ShowSuggestions(Report report, Asker asker, TypingMix mix, TypingMix warmUp, CancellationToken cancellation)
    {
        var table = new Table(
            $"Suggestions, {feed.Name}, one thread, 10 each; µs", "typed", "p50", "p95", "p99", "max", "p95 budget", "allocated B", "answer B", "queries");
        foreach (var typing in Enum.GetValues<Typing>())
        {
            cancellation.ThrowIfCancellationRequested();
            Report.Progress($"… suggestions, {typing}");
            asker.Run(warmUp.Draw(typing, QueriesPerShape / 4), perShape / 2);
            var found = asker.Run(mix.Draw(typing, QueriesPerShape), perShape);
            var p95 = found.Latencies.Percentile(0.95);
            table.Add(
                EngineBudgets.Name(typing), Format.Micros(found.Latencies.Percentile(0.5)), Format.Micros(p95),
                Format.Micros(found.Latencies.Percentile(0.99)), Format.Micros(found.Latencies.Max),
                EngineBudgets.SuggestP95(Movies) is { } limit ? Verdict.Text($"≤ {Format.Micros(limit)}", p95 <= limit) : "",
                Format.Number(found.Allocated), Format.Number(found.Bytes), Format.Number(found.Latencies.Count));
        }
        report.Show(table);
    }

    private void ShowQueries(Report report)
    {
        var table = new Table(
            $"Queries, {feed.Name}, one thread, 20 per page; µs", "shape", "p50", "p95", "p99", "max", "p95 budget", "allocated B", "answer B", "queries");
        foreach (var (shape, found) in Results)
        {
            var p95 = found.Latencies.Percentile(0.95);
            var budget = EngineBudgets.P95(shape, Movies);
            table.Add(
                Shapes.Name(shape), Format.Micros(found.Latencies.Percentile(0.5)), Format.Micros(p95),
                Format.Micros(found.Latencies.Percentile(0.99)), Format.Micros(found.Latencies.Max),
                budget is { } limit ? Verdict.Text($"≤ {Format.Micros(limit)}", p95 <= limit) : "",
                Format.Number(found.Allocated), Format.Number(found.Bytes), Format.Number(found.Latencies.Count));
        }
        report.Show(table);
    }
}

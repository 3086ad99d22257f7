using MovieGrains.Bench.Reporting;

namespace MovieGrains.Bench.Ingest;

/// <summary>What it takes to look at files that are all known.</summary>
internal sealed class IdlePolls(IngestSetup setup)
{
    /// <summary>The promise for ten thousand files.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    private const double PollSeconds = 0.5;
    private const int Polls = 10;

    /// <summary>Measures, and shows what it found.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Report.Progress($"… {setup.KnownFiles} known files");
        using var place = new Workplace();
        DropFiles.WriteSmall(setup.KnownFiles, place.Source);
        await using var server = await IngestServer.StartAsync(setup, place.Source, place.Data, PollSeconds, cancellation);
        await server.SettleAsync(cancellation);
        var first = await server.FiguresAsync(cancellation);
        // From the end of a poll to the end of another.
        var before = await server.WaitAsync(figures => figures.Polls > first.Polls, cancellation);
        var began = server.Process.ProcessorTime;
        var after = await server.WaitAsync(figures => figures.Polls >= before.Polls + Polls, cancellation);
        var each = (server.Process.ProcessorTime - began) / (after.Polls - before.Polls);
        var table = new Table(
            $"Looking at known files every {Format.Number(PollSeconds)} s",
            "files", "polls", "processor ms per poll", "budget", "bytes read", "commits", "bytes logged");
        var read = after.FileBytes - before.FileBytes;
        var commits = after.Commits - before.Commits;
        table.Add(
            Format.Number(setup.KnownFiles), Format.Number(after.Polls - before.Polls), Format.Number(each.TotalMilliseconds),
            Verdict.Text("≤ 1,000", each <= Budget), Verdict.Text(Format.Number(read), read == 0),
            Verdict.Text(Format.Number(commits), commits == 0),
            Format.Number(after["movies_storage_appended_bytes_total"] - before["movies_storage_appended_bytes_total"]));
        setup.Report.Show(table);
    }
}

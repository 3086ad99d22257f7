using FsCheck;
using FsCheck.Fluent;
using MovieGrains.Catalog.Tests.Records.Splitting;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

public sealed class AccountingProperties
{
    [Fact]
    public void PollAsync_SpoiltFile_AccountsForAllOrAppliesNothing() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), AccountsForAllOrAppliesNothing).QuickCheckThrowOnFailure();

    private static bool AccountsForAllOrAppliesNothing(int seed)
    {
        var random = new RandomFiles(seed);
        var file = Fuzz.Spoil(random);
        using var all = new Fixture();
        all.Source.With("f.json", file).BytesAtATime = random.Random.Next(1, 100);

        all.PollAsync().GetAwaiter().GetResult();

        var entry = all.Entry("f.json");
        return entry.State switch
        {
            FileState.Ingested => IsAccounted(entry.Report!, all.Row("f.json").RejectedRecords ?? [], Split.Of(file), all.Sink),
            FileState.Quarantined => entry.Fault is not null && all.Sink.Movies.Count == 0,
            _ => false,
        };
    }

    private static bool IsAccounted(FileReport report, IReadOnlyList<RejectedAt> rejected, Split split, FakeSink sink) =>
        report.Records == split.Records.Count
        && report.Records == report.Added + report.Updated + report.Unchanged + report.Deleted + report.Rejected
        && rejected.Count == report.Rejected
        && rejected.All(record => split.Records[record.Index].Line == record.Line)
        && sink.Movies.Count == report.Added;
}

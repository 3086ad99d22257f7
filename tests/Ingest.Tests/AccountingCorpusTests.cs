using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Tests.Fakes;

namespace MovieGrains.Ingest.Tests;

/// <summary>Many files, hardly one of them as it should be: every record of them, and every file, is accounted for.</summary>
public sealed class AccountingCorpusTests
{
    private const int FilesPerKind = 30;

    private static readonly IngestOptions Sliced = new() { SpoolBytes = 300, SliceBytes = 200, BlockBytes = 4096 };

    public static TheoryData<bool> IsSliced => [false, true];

    [Theory]
    [MemberData(nameof(IsSliced))]
    public async Task PollAsync_CorpusIntoTheFake_AccountsForAll(bool isSliced)
    {
        var sink = new FakeSink();
        await AccountsForAllAsync(sink, sink, isSliced);
    }

    [Theory]
    [MemberData(nameof(IsSliced))]
    public async Task PollAsync_CorpusIntoACatalogue_AccountsForAll(bool isSliced)
    {
        await using var store = new CatalogStore(new ManualTime(), compactInBackground: false);
        var totals = await AccountsForAllAsync(store, store, isSliced);

        Assert.Equal(totals.Added - totals.Deleted, store.Status.Movies);
    }

    [Fact]
    public async Task PollAsync_CorpusInSlices_GivesTheSameCatalogue()
    {
        await using var whole = new CatalogStore(new ManualTime(), compactInBackground: false);
        await using var sliced = new CatalogStore(new ManualTime(), compactInBackground: false);
        var (one, other) = (await AccountsForAllAsync(whole, whole, false), await AccountsForAllAsync(sliced, sliced, true));

        Assert.Equal((one.Records, one.Added, one.Updated, one.Unchanged, one.Deleted), (other.Records, other.Added, other.Updated, other.Unchanged, other.Deleted));
        Assert.Equal(whole.Status.Movies, sliced.Status.Movies);
    }

    private static async Task<IngestTotals> AccountsForAllAsync(IRecordSink sink, INotes notes, bool isSliced)
    {
        var source = Corpus();
        var ledger = new Ledger(notes);
        using var ingester = new Ingester(
            [source], sink, ledger, new NotificationQueue([source]), isSliced ? Sliced : new IngestOptions(), new ManualTime(), new Random(1), new RecordingLog());

        await ingester.PollAsync(CancellationToken.None);

        var rows = notes.Read(Ledger.NotePrefix).Select(note => LedgerJson.Read(note.Value)!).ToList();
        Assert.True(rows.Count >= 500, $"{rows.Count} rows");
        Assert.Equal(source.Count, rows.Count);
        Assert.Equal([FileState.Ingested, FileState.Quarantined], rows.Select(row => row.State).Distinct().Order());
        Assert.All(rows, row => Assert.True(IsAccounted(row), row.Key));
        Assert.Equal(rows.Sum(row => (long)(row.Records ?? 0)), ingester.Totals.Records);
        return ingester.Totals;
    }

    private static bool IsAccounted(LedgerRow row) => row.State == FileState.Ingested
        ? row.Records == row.Added + row.Updated + row.Unchanged + row.Deleted + row.Rejected
            && (row.RejectedRecords?.Count ?? 0) == Math.Min(row.Rejected!.Value, FileReport.MaxListed)
            && (row.RejectedRecords ?? []).All(record => record.Reason.Length > 0 && record.Line > 0)
        : row.Fault is { Reason.Length: > 0 };

    private static FakeSource Corpus()
    {
        var source = new FakeSource { BytesAtATime = 777 };
        for (var kind = 0; kind < BrokenFiles.KindCount; kind++)
        {
            for (var i = 0; i < FilesPerKind; i++)
                source.With($"{kind}/{i}.json", BrokenFiles.Make(kind, (kind * FilesPerKind) + i), i);
        }
        return source;
    }
}

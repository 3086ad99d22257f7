using System.Text;
using MovieGrains.Catalog.Durability;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Notifications;
using MovieGrains.Ingest.Spooling;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>An ingester with everything around it faked.</summary>
internal sealed class Fixture : IDisposable
{
    private Ingester? _ingester;
    private Ledger? _ledger;
    private NotificationQueue? _notifications;

    public FakeSource Source { get; init; } = new();

    /// <summary>Sources beside <see cref="Source"/>.</summary>
    public IReadOnlyList<FakeSource> Others { get; init; } = [];

    public FakeSink Sink { get; init; } = new();

    public ManualTime Time { get; init; } = new();

    public RecordingLog Log { get; } = new();

    public FakeSpool Spool { get; } = new();

    public Random Random { get; init; } = new(1);

    public IngestOptions Options { get; init; } = new();

    public Ledger Ledger => _ledger ??= new Ledger(Sink);

    public NotificationQueue Notifications => _notifications ??= new NotificationQueue([Source, .. Others]);

    public Ingester Ingester => _ingester ??= new Ingester(
        [Source, .. Others], Sink, Ledger, Notifications, Options, Time, Random, Log, new SpoolFolder("spool", Spool.Create));

    /// <summary>A process that begins after this one was killed: the source is as it was, and of the rest what was durable.</summary>
    public Fixture Restart() => new() { Source = Source, Others = Others, Sink = Sink, Time = Time, Options = Options };

    public Task PollAsync() => Ingester.PollAsync(CancellationToken.None);

    public Task TakeNotificationsAsync() => Ingester.TakeNotificationsAsync(CancellationToken.None);

    public LedgerEntry Entry(string key) => Ledger.Find(Source.Name, key)!;

    /// <summary>The row of a file that is durable.</summary>
    public LedgerRow Row(string key) => LedgerJson.Read(Note(key)!)!;

    public string RowText(string key) => Encoding.UTF8.GetString(Note(key)!);

    public bool HasRow(string key) => Note(key) is not null;

    public void Dispose() => _ingester?.Dispose();

    private byte[]? Note(string key) =>
        ((INotes)Sink).Read(Ledger.NotePrefix + LedgerEntry.IdOf(Source.Name, key)) is [var note] ? note.Value : null;
}

using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Http.Tests;

/// <summary>Takes writes as the test says, and keeps what it was asked.</summary>
/// <remarks>Of records it looks at one thing, their outcome, which tests put in as <c>{"as":"added"}</c>.</remarks>
internal sealed class FakeWriter : ICatalogWriter
{
    private readonly Dictionary<string, (ulong Fingerprint, RecordsOutcome Outcome)> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<int, TaskCompletionSource> _awaited = [];
    private readonly Lock _lock = new();
    private int _taken;

    /// <summary>Thrown in place of an outcome.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Held until released.</summary>
    public Task? Gate { get; set; }

    public MovieWriteOutcome Outcome { get; set; } = Updated("1999-abc", """{"id":"1999-abc","title":"The Matrix"}""");

    /// <summary>Whether each record is kept; else they are only counted.</summary>
    public bool Keeps { get; set; } = true;

    public List<string> Records { get; } = [];

    public List<RecordFault> Faults { get; } = [];

    public int Commits { get; private set; }

    public int Committed { get; private set; }

    public IdempotencyKey? Key { get; private set; }

    public List<(string Method, string Id, string Json, WriteCondition Condition)> Writes { get; } = [];

    /// <summary>Completes once so many records have been given.</summary>
    public Task Given(int records)
    {
        lock (_lock)
        {
            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_taken >= records)
                source.SetResult();
            else
                _awaited[records] = source;
            return source.Task;
        }
    }

    public static MovieWriteOutcome Updated(string id, string document) =>
        new(MovieWriteResult.Updated, id, Encoding.UTF8.GetBytes(document), Fault: null, Generation: 8);

    public IRecordWrite BeginRecords() => new Write(this);

    public ValueTask<MovieWriteOutcome> PutAsync(string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync("PUT", id, json, condition, cancellationToken);

    public ValueTask<MovieWriteOutcome> PatchAsync(string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync("PATCH", id, json, condition, cancellationToken);

    public ValueTask<MovieWriteOutcome> DeleteAsync(string id, WriteCondition condition, CancellationToken cancellationToken) =>
        WriteAsync("DELETE", id, default, condition, cancellationToken);

    private async ValueTask<MovieWriteOutcome> WriteAsync(
        string method, string id, ReadOnlyMemory<byte> json, WriteCondition condition, CancellationToken cancellationToken)
    {
        lock (_lock)
            Writes.Add((method, id, Encoding.UTF8.GetString(json.Span), condition));
        await PassAsync(cancellationToken);
        return Outcome;
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Gate is not null)
            await Gate.WaitAsync(cancellationToken);
        if (Failure is not null)
            throw Failure;
    }

    private void Count()
    {
        _taken++;
        if (_awaited.Remove(_taken, out var source))
            source.SetResult();
    }

    private RecordOutcome Judge(ReadOnlySpan<byte> json)
    {
        lock (_lock)
        {
            if (Keeps)
                Records.Add(Encoding.UTF8.GetString(json));
            Count();
        }
        if (!Utf8.IsValid(json))
            return Rejected(new RecordFault("$", "The record is not UTF-8."));
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Rejected(new RecordFault("$", "The record is not an object."));
            var result = document.RootElement.TryGetProperty("as", out var name)
                ? Enum.Parse<RecordResult>(name.GetString()!, ignoreCase: true)
                : RecordResult.Added;
            return result switch
            {
                RecordResult.Rejected => Rejected(new RecordFault("$.year", "The year is missing.")),
                RecordResult.Deleted => new RecordOutcome(result, Id: null, Fault: null),
                _ => new RecordOutcome(result, "1999-x", Fault: null),
            };
        }
        catch (JsonException)
        {
            return Rejected(new RecordFault("$", "The record is not JSON."));
        }
    }

    private static RecordOutcome Rejected(RecordFault fault) => new(RecordResult.Rejected, Id: null, fault);

    private sealed class Write(FakeWriter writer) : IRecordWrite
    {
        private readonly List<RecordOutcome> _outcomes = [];

        public void Add(ReadOnlySpan<byte> json) => _outcomes.Add(writer.Judge(json));

        public void Reject(RecordFault fault)
        {
            lock (writer._lock)
            {
                writer.Faults.Add(fault);
                writer.Count();
            }
            _outcomes.Add(Rejected(fault));
        }

        public async ValueTask<RecordsOutcome> CommitAsync(IdempotencyKey? key, CancellationToken cancellationToken)
        {
            await writer.PassAsync(cancellationToken);
            lock (writer._lock)
            {
                writer.Key = key;
                var outcome = new RecordsOutcome(_outcomes, Generation: 8);
                if (key is not null && writer._keys.TryGetValue(key.Key, out var seen))
                    return seen.Fingerprint == key.Fingerprint ? seen.Outcome with { IsReplay = true } : new RecordsOutcome([], 8, IsKeyMisused: true);
                if (key is not null)
                    writer._keys.Add(key.Key, (key.Fingerprint, outcome));
                writer.Commits++;
                writer.Committed += _outcomes.Count;
                return outcome;
            }
        }
    }
}

using System.Text.Json;
using MovieGrains.Catalog.Durability;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A sink that parses records, keeps the last of each title and year, and remembers what it was told.</summary>
internal sealed class FakeSink : IRecordSink, INotes
{
    public Dictionary<string, string> Movies { get; private set; } = new(StringComparer.Ordinal);

    public List<FileOrigin> Files { get; } = [];

    public List<string> Calls { get; } = [];

    public int Commits { get; private set; }

    public int OpenBatches { get; private set; }

    public int Batches { get; private set; }

    /// <summary>What commits fail with.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>How many commits succeed before they fail.</summary>
    public int CommitsBeforeFailure { get; set; }

    /// <summary>The most bytes that a batch has held.</summary>
    public long MostStaged { get; private set; }

    /// <summary>Notes that were written, one after the other.</summary>
    public List<string> Noted { get; } = [];

    /// <summary>Forgets to account for one record.</summary>
    public bool LosesRecords { get; set; }

    /// <summary>A title that is rejected when its file is merged.</summary>
    public string? Ambiguous { get; set; }

    /// <summary>Called with each record.</summary>
    public Action OnAdd { get; set; } = static () => { };

    /// <summary>What was kept beside.</summary>
    public Dictionary<string, byte[]> Notes { get; } = new(StringComparer.Ordinal);

    public byte[]? Find(string key) => Notes.GetValueOrDefault(key);

    public IReadOnlyList<Note> Read(string prefix) => [.. Notes
        .Where(note => note.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(note => new Note(note.Key, note.Value))];

    public IRecordBatch Begin()
    {
        OpenBatches++;
        Batches++;
        return new Batch(this);
    }

    private sealed class Batch(FakeSink sink) : IRecordBatch
    {
        private readonly List<(FileOrigin Origin, List<(int Place, string Key, string Json, bool IsDeletion)> Records)> _files = [];
        private Dictionary<string, string> _movies = new(StringComparer.Ordinal);
        private List<(int Place, string Key, string Json, bool IsDeletion)> _records = [];
        private FileOrigin? _file;
        private bool _isCommitted;

        private long _begun;

        public long StagedBytes { get; private set; }

        public void BeginFile(FileOrigin origin)
        {
            Assert.Null(_file);
            _file = origin;
            _begun = StagedBytes;
            sink.Calls.Add($"begin {origin.Key}");
        }

        public RecordFault? Add(ReadOnlySpan<byte> json, int place)
        {
            Assert.NotNull(_file);
            sink.OnAdd();
            try
            {
                using var document = JsonDocument.Parse(json.ToArray());
                var record = document.RootElement;
                if (record.ValueKind != JsonValueKind.Object)
                    return new RecordFault("$", "A record must be an object.");
                if (!record.TryGetProperty("title", out var title) || title.ValueKind != JsonValueKind.String)
                    return new RecordFault("$.title", "The title is missing.");
                var isDeletion = record.TryGetProperty("deleted", out var deleted) && deleted.ValueKind == JsonValueKind.True;
                _records.Add((place, title.GetString()!, record.GetRawText(), isDeletion));
                StagedBytes += json.Length;
                sink.MostStaged = Math.Max(sink.MostStaged, StagedBytes);
                return null;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return new RecordFault("$", "Not JSON.");
            }
        }

        public void EndFile()
        {
            sink.Calls.Add($"end {_file!.Key}");
            _files.Add((_file, _records));
            _file = null;
            _records = [];
        }

        public void AbandonFile()
        {
            sink.Calls.Add($"abandon {_file!.Key}");
            _file = null;
            StagedBytes = _begun;
            _records.Clear();
        }

        public ValueTask<IReadOnlyList<FileOutcome>> CommitAsync(
            Func<IReadOnlyList<FileOutcome>, IEnumerable<Note>>? notes, CancellationToken cancellationToken)
        {
            Assert.Null(_file);
            Assert.False(_isCommitted);
            if (sink.CommitFailure is { } failure && sink.CommitsBeforeFailure-- <= 0)
                throw failure;
            _isCommitted = true;
            _movies = new(sink.Movies, StringComparer.Ordinal);
            var outcomes = _files.ConvertAll(file => Merge(file.Records));
            foreach (var note in notes?.Invoke(outcomes) ?? [])
                Keep(note);
            sink.Commits++;
            sink.Calls.Add("commit");
            sink.Files.AddRange(_files.Select(file => file.Origin));
            sink.Movies = _movies;
            return new(outcomes);
        }

        public void Dispose() => sink.OpenBatches--;

        private void Keep(Note note)
        {
            sink.Noted.Add(note.Key);
            if (note.Value is null)
                sink.Notes.Remove(note.Key);
            else
                sink.Notes[note.Key] = note.Value;
        }

        private FileOutcome Merge(List<(int Place, string Key, string Json, bool IsDeletion)> records)
        {
            var outcome = new FileOutcome();
            foreach (var record in records.Skip(sink.LosesRecords ? 1 : 0))
                Merge(record.Place, record.Key, record.Json, record.IsDeletion, outcome);
            return outcome;
        }

        private void Merge(int place, string key, string json, bool isDeletion, FileOutcome outcome)
        {
            if (key == sink.Ambiguous)
                outcome.Rejected.Insert(0, new RejectedRecord(place, new RecordFault("$", "Ambiguous.")));
            else if (isDeletion && _movies.Remove(key))
                outcome.Deleted++;
            else if (isDeletion)
                outcome.Unchanged++;
            else if (!_movies.TryGetValue(key, out var known))
                outcome.Added++;
            else if (known == json)
                outcome.Unchanged++;
            else
                outcome.Updated++;
            if (!isDeletion && key != sink.Ambiguous)
                _movies[key] = json;
        }
    }
}

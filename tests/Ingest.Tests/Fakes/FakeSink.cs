using System.Text.Json;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A sink that parses records, keeps the last of each title and year, and remembers what it was told.</summary>
internal sealed class FakeSink : IRecordSink
{
    public Dictionary<string, string> Movies { get; private set; } = new(StringComparer.Ordinal);

    public List<FileOrigin> Files { get; } = [];

    public List<string> Calls { get; } = [];

    public int Commits { get; private set; }

    public int OpenBatches { get; private set; }

    public int Batches { get; private set; }

    /// <summary>Fails the next commit.</summary>
    public bool FailsCommit { get; set; }

    /// <summary>Forgets to account for one record.</summary>
    public bool LosesRecords { get; set; }

    /// <summary>A title that is rejected when its file is merged.</summary>
    public string? Ambiguous { get; set; }

    public ValueTask<IRecordBatch> BeginAsync(CancellationToken cancellationToken)
    {
        OpenBatches++;
        Batches++;
        return new(new Batch(this));
    }

    private sealed class Batch(FakeSink sink) : IRecordBatch
    {
        private readonly Dictionary<string, string> _movies = new(sink.Movies, StringComparer.Ordinal);
        private readonly List<FileOrigin> _files = [];
        private readonly List<(int Place, string Key, string Json, bool IsDeletion)> _records = [];
        private FileOrigin? _file;
        private bool _isCommitted;

        public void BeginFile(FileOrigin origin)
        {
            Assert.Null(_file);
            _file = origin;
            sink.Calls.Add($"begin {origin.Key}");
        }

        public RecordFault? Add(ReadOnlySpan<byte> json, int place)
        {
            Assert.NotNull(_file);
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
                return null;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return new RecordFault("$", "Not JSON.");
            }
        }

        public ValueTask<FileOutcome> EndFileAsync(CancellationToken cancellationToken)
        {
            sink.Calls.Add($"end {_file!.Key}");
            _files.Add(_file);
            _file = null;
            var outcome = new FileOutcome();
            foreach (var record in _records.Skip(sink.LosesRecords ? 1 : 0))
                Merge(record.Place, record.Key, record.Json, record.IsDeletion, outcome);
            _records.Clear();
            return new(outcome);
        }

        public void AbandonFile()
        {
            sink.Calls.Add($"abandon {_file!.Key}");
            _file = null;
            _records.Clear();
        }

        public ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            Assert.Null(_file);
            Assert.False(_isCommitted);
            if (sink.FailsCommit)
                throw new InvalidOperationException("No commit today.");
            _isCommitted = true;
            sink.Commits++;
            sink.Calls.Add("commit");
            sink.Files.AddRange(_files);
            sink.Movies = _movies;
            return default;
        }

        public ValueTask DisposeAsync()
        {
            sink.OpenBatches--;
            return default;
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

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A source in memory that fails where a test wants it to.</summary>
internal sealed class FakeSource(string name = "fake://source") : IObjectSource
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, (SourceObject Version, byte[] Content)> _files = new(StringComparer.Ordinal);
    private int _listing;

    public string Name => name;

    /// <summary>The bucket of which it has the objects below <c>in/</c>.</summary>
    public string? Bucket { get; init; }

    public int Count => _files.Count;

    /// <summary>Keys asked for, one after the other.</summary>
    public List<string> Found { get; } = [];

    /// <summary>What to throw instead of finding a file.</summary>
    public Exception? FindFailure { get; set; }

    /// <summary>The file that <see cref="FindFailure"/> is of; null for all.</summary>
    public string? FindFails { get; set; }

    public List<string> Opened { get; } = [];

    public List<SourceFault> Faults { get; } = [];

    /// <summary>What to throw instead of listing: one for each listing, the first first.</summary>
    public Queue<Exception> ListingFailures { get; } = [];

    /// <summary>What to throw instead of opening a file.</summary>
    public Dictionary<string, Exception> OpenFailures { get; } = new(StringComparer.Ordinal);

    /// <summary>After how many bytes reading a file fails.</summary>
    public Dictionary<string, int> FailsAfterBytes { get; } = new(StringComparer.Ordinal);

    /// <summary>After how many bytes a file ends, as if that were all.</summary>
    public Dictionary<string, int> EndsAfterBytes { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs when a file was opened.</summary>
    public Action<string>? OnOpen { get; set; }

    /// <summary>What listing waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>A number for each listing begun.</summary>
    public Channel<int> Listings { get; } = Channel.CreateUnbounded<int>();

    public int Concurrent { get; private set; }

    public int MostConcurrent { get; private set; }

    public int BytesAtATime { get; set; } = int.MaxValue;

    public FakeSource With(string key, string content, int minute = 0) => With(key, Encoding.UTF8.GetBytes(content), minute);

    public FakeSource With(string key, byte[] content, int minute = 0)
    {
        _files[key] = (new SourceObject(key, content.Length, "\"1\"", Noon.AddMinutes(minute)), content);
        return this;
    }

    public void Remove(string key) => _files.Remove(key);

    public SourceObject Version(string key) => _files[key].Version;

    public async IAsyncEnumerable<SourceObject> ListAsync(
        Action<SourceFault> onFault, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MostConcurrent = Math.Max(MostConcurrent, ++Concurrent);
        Listings.Writer.TryWrite(++_listing);
        await Gate;
        Concurrent--;
        if (ListingFailures.TryDequeue(out var failure))
            throw failure;
        Faults.ForEach(onFault);
        foreach (var (version, _) in _files.Values.ToList())
            yield return version;
    }

    public ValueTask<SourceObject?> FindAsync(string key, CancellationToken cancellationToken)
    {
        Found.Add(key);
        if (FindFailure is not null && (FindFails is null || FindFails == key))
            throw FindFailure;
        return new(_files.TryGetValue(key, out var file) ? file.Version : null);
    }

    public bool TryMatch(string bucket, string key, [NotNullWhen(true)] out string? sourceKey)
    {
        sourceKey = bucket == Bucket && key.StartsWith("in/", StringComparison.Ordinal) ? key["in/".Length..] : null;
        return sourceKey is not null;
    }

    public ValueTask<Stream> OpenAsync(SourceObject version, CancellationToken cancellationToken)
    {
        Opened.Add(version.Key);
        if (OpenFailures.TryGetValue(version.Key, out var failure))
            throw failure;
        var content = _files[version.Key].Content;
        OnOpen?.Invoke(version.Key);
        if (EndsAfterBytes.TryGetValue(version.Key, out var end))
            content = content[..end];
        return new(FailsAfterBytes.TryGetValue(version.Key, out var bytes)
            ? new FailingStream(content, bytes)
            : new FewBytesStream(content, BytesAtATime));
    }
}

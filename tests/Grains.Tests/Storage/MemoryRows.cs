using System.Collections.Concurrent;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>A database of rows in memory, that survives whatever process uses it.</summary>
internal sealed class MemoryRows : IRowStorage
{
    private readonly ConcurrentDictionary<string, Row> rows = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private long lastTag;

    /// <summary>Called before each write, which fails undone with what it throws.</summary>
    public Func<string, Task>? BeforeWrite { get; set; }

    /// <summary>Called after each write, which is done though it may throw.</summary>
    public Func<string, Task>? AfterWrite { get; set; }

    /// <summary>Called before each reading.</summary>
    public Func<string, Task>? BeforeRead { get; set; }

    public IReadOnlyDictionary<string, Row> All => rows;

    /// <summary>The names of the rows written, in order.</summary>
    public ConcurrentQueue<string> Written { get; } = new();

    public async ValueTask<Row> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await (BeforeRead?.Invoke(name) ?? Task.CompletedTask);
        return rows.GetValueOrDefault(name);
    }

    public async ValueTask<string> WriteAsync(string name, byte[] bytes, string? etag, CancellationToken cancellationToken)
    {
        await (BeforeWrite?.Invoke(name) ?? Task.CompletedTask);
        string tag;
        lock (gate)
        {
            if (!string.Equals(rows.GetValueOrDefault(name).ETag, etag, StringComparison.Ordinal))
                throw new RowConflictException(name);
            tag = $"{++lastTag}";
            rows[name] = new Row([.. bytes], tag);
        }
        Written.Enqueue(name);
        await (AfterWrite?.Invoke(name) ?? Task.CompletedTask);
        return tag;
    }
}

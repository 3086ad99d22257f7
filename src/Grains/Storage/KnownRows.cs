using System.Collections.Concurrent;

namespace MovieGrains.Grains.Storage;

/// <summary>Rows, of which it is remembered what they held when this process last read or wrote them.</summary>
/// <remarks>
/// <para>A write that fails may have been done. The row itself tells: if it holds what was to be written, it was; if its tag is
/// as before, it was not, and when it is done yet it conflicts with the next try, or the next try with it.</para>
/// <para>A tag that was read is good for a write only once the head has been written by a call that began after the reading.</para>
/// </remarks>
internal sealed class KnownRows(IRowStorage rows)
{
    /// <summary>How often is a write tried that fails without having been done? What lasts longer is not to be waited for here.</summary>
    private const int Attempts = 3;

    /// <summary>Stands for the number of a head that was written before anything.</summary>
    private const long Own = -1;

    private readonly ConcurrentDictionary<string, (string? ETag, long Head)> tags = new(StringComparer.Ordinal);
    private long begun; // Heads of which the writing has begun,
    private long done; // and the last of them that was written.

    /// <summary>Whether a row that the head does not name may be written.</summary>
    public bool IsClaimed(string name) => tags.TryGetValue(name, out var tag) && tag.Head < Interlocked.Read(ref done);

    public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var row = await rows.ReadAsync(name, cancellationToken);
        tags[name] = (row.ETag, Interlocked.Read(ref begun));
        return row.Bytes;
    }

    /// <summary>Whether a row still holds what this process knows of it; no write of it may be under way.</summary>
    public async ValueTask<bool> IsAsKnownAsync(string name, CancellationToken cancellationToken)
    {
        var row = await rows.ReadAsync(name, cancellationToken);
        return tags.TryGetValue(name, out var known) && string.Equals(row.ETag, known.ETag, StringComparison.Ordinal);
    }

    /// <summary>Writes a row that the head does not name, and that is claimed.</summary>
    /// <exception cref="RowConflictException">Somebody else has written it.</exception>
    /// <remarks>When it throws anything, the row is no longer known.</remarks>
    public ValueTask WriteAsync(string name, byte[] bytes) => IsClaimed(name)
        ? WriteKnownAsync(name, bytes)
        : throw new InvalidOperationException("The row is to be claimed before it is written.");

    /// <summary>Writes the head; one call at a time.</summary>
    /// <exception cref="RowConflictException">Somebody else has written it.</exception>
    public async ValueTask WriteHeadAsync(byte[] bytes)
    {
        var head = Interlocked.Increment(ref begun);
        await WriteKnownAsync(RecordRow.Head, bytes);
        Interlocked.Exchange(ref done, head);
    }

    public void Forget() => tags.Clear();

    private async ValueTask WriteKnownAsync(string name, byte[] bytes)
    {
        if (!tags.TryRemove(name, out var known))
            throw new InvalidOperationException("The row is to be read before it is written.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                tags[name] = (await rows.WriteAsync(name, bytes, known.ETag, CancellationToken.None), Own);
                return;
            }
            catch (Exception failure)
            {
                var before = Interlocked.Read(ref begun);
                var found = await rows.ReadAsync(name, CancellationToken.None);
                if (found.Bytes is { } held && held.AsSpan().SequenceEqual(bytes))
                {
                    tags[name] = (found.ETag, before);
                    return;
                }
                if (!string.Equals(found.ETag, known.ETag, StringComparison.Ordinal))
                    throw failure as RowConflictException ?? new RowConflictException(name, failure);
                if (attempt == Attempts || failure is RowConflictException)
                    throw;
            }
        }
    }
}

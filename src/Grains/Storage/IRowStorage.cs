namespace MovieGrains.Grains.Storage;

/// <summary>Rows of bytes, each changed only by whoever knows what it holds: the little that a record needs of a database.</summary>
/// <remarks>All members may be called at the same time from any thread. A call that fails may have been done none the less, or be done
/// later; the tag decides which of two writes counts.</remarks>
public interface IRowStorage
{
    /// <summary>Reads a row.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Row> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a row.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <param name="etag">The tag of what it holds; null when there must be no such row.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The tag of what it holds then.</returns>
    /// <exception cref="RowConflictException">It holds something else; nothing was written.</exception>
    ValueTask<string> WriteAsync(string name, byte[] bytes, string? etag, CancellationToken cancellationToken);
}

/// <summary>What a row holds.</summary>
/// <param name="Bytes">Its bytes; null when there is no such row.</param>
/// <param name="ETag">The tag of these; null when there is none.</param>
public readonly record struct Row(byte[]? Bytes, string? ETag);

/// <summary>The rows of each grain.</summary>
public interface IRowStorages
{
    /// <summary>The rows of a grain.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="kind">What the names of its rows begin with; no other class of grains has the same.</param>
    IRowStorage Of(GrainId grain, string kind);
}

/// <summary>A row holds something else than whoever wanted to write it knew.</summary>
public sealed class RowConflictException : Exception
{
    /// <summary>A conflict over a row.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="innerException">What the storage said.</param>
    public RowConflictException(string name, Exception? innerException = null)
        : base($"The row '{name}' was written by somebody else.", innerException)
    {
    }
}

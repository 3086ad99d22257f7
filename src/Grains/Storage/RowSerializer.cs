using Orleans.Storage;

namespace MovieGrains.Grains.Storage;

/// <summary>Stores a <see cref="StoredRow"/> as one byte of the format's version and then its bytes, so that a row of the database has
/// no names of assemblies or types in it, and takes no more room than its content.</summary>
public sealed class RowSerializer : IGrainStorageSerializer
{
    private const byte Format = 1;

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input)
    {
        if (input is not StoredRow row)
            throw new NotSupportedException($"The storage '{StorageNames.Record}' is for rows of bytes, not for a {typeof(T)}.");
        return new BinaryData((byte[])[Format, .. row.Bytes ?? []]);
    }

    /// <inheritdoc/>
    public T? Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var bytes = input.ToMemory();
        if (bytes.IsEmpty)
            return default;
        if (bytes.Span[0] != Format)
            throw new InvalidDataException($"A row has the format {bytes.Span[0]}: a newer version wrote it.");
        return new StoredRow { Bytes = bytes[1..].ToArray() } is T row
            ? row
            : throw new NotSupportedException($"The storage '{StorageNames.Record}' is for rows of bytes, not for a {typeof(T)}.");
    }
}

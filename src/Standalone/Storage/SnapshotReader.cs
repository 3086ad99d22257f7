using System.Buffers.Binary;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Standalone.Storage;

/// <summary>Reads a snapshot into a restore.</summary>
internal static class SnapshotReader
{
    /// <summary>Reads it. The restore is spoilt unless the snapshot is whole, which shows at its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="restore">Takes the items.</param>
    /// <param name="movies">Movies in the snapshot.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Read(IDiskFile file, FileHeader header, ICatalogRestore restore, out long movies)
    {
        using var frames = new FramesAhead(file, header.Salt, StorageFormat.HeaderBytes);
        var items = 0L;
        movies = 0;
        restore.BeginImage(header.Number);
        var offset = (long)StorageFormat.HeaderBytes;
        for (var index = 0; ; index++)
        {
            if (Fault(frames, offset, header, index, out var frame) is { } fault)
                return fault;
            var payload = frames.Payload;
            if (frame.IsFooter)
                return Footer(payload, items, out movies) ?? Rest(frames, frame);
            for (; !payload.IsEmpty; items++)
                restore.Read(FrameReader.TakeItem(ref payload));
            offset = frame.End;
        }
    }

    private static string? Fault(FramesAhead frames, long offset, FileHeader header, int index, out FrameHeader frame) =>
        frames.Next(out frame) switch
        {
            FrameState.End or FrameState.CutShort => $"it ends at byte {frames.Length}, without its footer",
            FrameState.Bad => $"what stands at byte {offset} is damaged",
            _ when frame.Number != header.Number || frame.Index != index => $"a wrong frame stands at byte {offset}",
            _ => null,
        };

    private static string? Footer(ReadOnlySpan<byte> payload, long items, out long movies)
    {
        movies = 0;
        if (payload.Length != StorageFormat.FooterBytes)
            return "its footer is damaged";
        movies = BinaryPrimitives.ReadInt64LittleEndian(payload[8..]);
        var expected = BinaryPrimitives.ReadInt64LittleEndian(payload);
        return expected == items ? null : $"it has {items} items instead of {expected}";
    }

    private static string? Rest(FramesAhead frames, in FrameHeader footer) =>
        footer.End == frames.Length ? null : $"it goes on behind its footer, at byte {footer.End}";
}

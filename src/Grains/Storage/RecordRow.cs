using System.Globalization;

namespace MovieGrains.Grains.Storage;

/// <summary>The rows of a record beside its head: their names, and what is before their bytes, by which a row is known to be the one that
/// a head means.</summary>
/// <remarks>Layout: 1 byte of the version, three numbers of 7 bits a byte, then the bytes. Of a chunk: how many chunks there are, which
/// one it is, its commit. Of the log: the first and last commit of the group, which of the group's rows it is.</remarks>
/// <param name="First">The first number.</param>
/// <param name="Second">The second one.</param>
/// <param name="Third">The third one.</param>
internal readonly record struct RecordRow(long First, long Second, long Third)
{
    public const string Head = "head";

    private const byte Format = 1;

    public static string ChunkName(int chunk, ChunkSlot slot) =>
        string.Create(CultureInfo.InvariantCulture, $"chunk-{chunk}-{(slot == ChunkSlot.A ? 'a' : 'b')}");

    public static string LogName(int row) => string.Create(CultureInfo.InvariantCulture, $"log-{row}");

    public byte[] ToBytes(ReadOnlySpan<byte> content)
    {
        using var stream = new MemoryStream(content.Length + 31);
        using var to = new BinaryWriter(stream);
        to.Write(Format);
        to.Write7BitEncodedInt64(First);
        to.Write7BitEncodedInt64(Second);
        to.Write7BitEncodedInt64(Third);
        to.Write(content);
        to.Flush();
        return stream.ToArray();
    }

    /// <summary>The bytes behind the numbers; null when the row is another one.</summary>
    public ReadOnlyMemory<byte>? Find(byte[]? row)
    {
        if (row is null)
            return null;
        var stream = new MemoryStream(row);
        using var from = new BinaryReader(stream);
        try
        {
            if (from.ReadByte() is var format and not Format)
                throw new InvalidDataException($"A row of a record has the format {format}: a newer version wrote it.");
            var found = new RecordRow(from.Read7BitEncodedInt64(), from.Read7BitEncodedInt64(), from.Read7BitEncodedInt64());
            if (found == this)
                return row.AsMemory((int)stream.Position);
        }
        catch (Exception torn) when (torn is EndOfStreamException or FormatException)
        {
            // It is no row of a record at all.
        }
        return null;
    }
}

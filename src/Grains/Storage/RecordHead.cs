using System.Collections.Immutable;

namespace MovieGrains.Grains.Storage;

/// <summary>The head row of a record: names all other rows that count. Immutable.</summary>
/// <remarks>
/// <para>Layout, in version 1; a number is 7 bits a byte, the lowest first, an <c>i64</c> 8 bytes little-endian:</para>
/// <list type="number">
/// <item>1 byte: the version.</item>
/// <item>i64: the epoch. i64: who wrote this head. Number: how often that one has written the head, so that no two heads are alike.</item>
/// <item>Numbers: the last commit; the last commit that the chunks have.</item>
/// <item>Number of chunks, a power of two. Of each: 1 byte of its slot (0: it is empty and has no row; 1: a, 2: b), and numbers: the
/// commit that the row is of, the bytes of the row's items, the last commit that touched the chunk.</item>
/// <item>Number of groups of commits in rows of the log. Of each, numbers: its first and last commit, its bytes, how many rows it has,
/// and those rows.</item>
/// <item>Number of commits in the head itself. Of each: its number, how many bytes its items have, these bytes.</item>
/// </list>
/// </remarks>
internal sealed record RecordHead
{
    private const byte Format = 1;

    public required long Epoch { get; init; }

    public required long Writer { get; init; }

    /// <summary>How often its writer has written the head.</summary>
    public long Write { get; init; }

    /// <summary>The last commit.</summary>
    public long Number { get; init; }

    /// <summary>The last commit that the chunks have.</summary>
    public long Checkpoint { get; init; }

    /// <summary>The chunks; a key is in that of its lowest bits.</summary>
    public ImmutableArray<ChunkPlace> Chunks { get; init; } = [default];

    /// <summary>Commits in rows of the log, in their order; before those in the head.</summary>
    public ImmutableArray<LogGroup> Log { get; init; } = [];

    /// <summary>Commits in the head itself, in their order.</summary>
    public ImmutableArray<LogCommit> Inline { get; init; } = [];

    /// <summary>Bytes of all commits that the chunks don't have, about.</summary>
    public long LogBytes => Log.Sum(static group => (long)group.Bytes) + InlineBytes;

    public int InlineBytes => Inline.Sum(static commit => commit.Items.Length);

    public long ChunkBytes => Chunks.Sum(static chunk => (long)chunk.Bytes);

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        to.Write(Format);
        to.Write(Epoch);
        to.Write(Writer);
        Numbers(to, Write, Number, Checkpoint, Chunks.Length);
        foreach (var chunk in Chunks)
        {
            to.Write((byte)chunk.Slot);
            Numbers(to, chunk.Commit, chunk.Bytes, chunk.Touched);
        }
        Numbers(to, Log.Length);
        foreach (var group in Log)
        {
            Numbers(to, group.First, group.Last, group.Bytes, group.Rows.Length);
            foreach (var row in group.Rows)
                Numbers(to, row);
        }
        Numbers(to, Inline.Length);
        foreach (var commit in Inline)
            commit.WriteTo(to);
        to.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It was not written by this version, nor by one before it.</exception>
    public static RecordHead Read(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (from.ReadByte() is var format and not Format)
                throw new InvalidDataException($"The head of a record has the format {format}: a newer version wrote it.");
            return new RecordHead
            {
                Epoch = from.ReadInt64(),
                Writer = from.ReadInt64(),
                Write = from.Read7BitEncodedInt64(),
                Number = from.Read7BitEncodedInt64(),
                Checkpoint = from.Read7BitEncodedInt64(),
                Chunks = Several(from, ChunkPlace.Read),
                Log = Several(from, LogGroup.Read),
                Inline = Several(from, LogCommit.Read),
            };
        }
        catch (Exception torn) when (torn is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The head of a record ends early.", torn);
        }
    }

    private static void Numbers(BinaryWriter to, params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
            to.Write7BitEncodedInt64(number);
    }

    private static ImmutableArray<T> Several<T>(BinaryReader from, Func<BinaryReader, T> read)
    {
        var count = checked((int)from.Read7BitEncodedInt64());
        var all = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
            all.Add(read(from));
        return all.ToImmutable();
    }
}

/// <summary>One of the two rows that a chunk has in turn.</summary>
internal enum ChunkSlot : byte
{
    /// <summary>The chunk is empty.</summary>
    None,

    /// <summary>The row whose name ends with a.</summary>
    A,

    /// <summary>The row whose name ends with b.</summary>
    B,
}

/// <summary>Where a chunk is.</summary>
/// <param name="Slot">Which of its rows has it.</param>
/// <param name="Commit">The commit that the row is of.</param>
/// <param name="Bytes">Bytes of its items.</param>
/// <param name="Touched">The last commit that touched it: when that is later, the row is out of date.</param>
internal readonly record struct ChunkPlace(ChunkSlot Slot, long Commit, int Bytes, long Touched)
{
    /// <summary>The row to write next: not the one that counts.</summary>
    public ChunkSlot Other => Slot == ChunkSlot.A ? ChunkSlot.B : ChunkSlot.A;

    public bool IsOutOfDate => Touched > Commit;

    public static ChunkPlace Read(BinaryReader from) => new(
        (ChunkSlot)from.ReadByte(), from.Read7BitEncodedInt64(), checked((int)from.Read7BitEncodedInt64()), from.Read7BitEncodedInt64());
}

/// <summary>Commits in rows of the log: their bytes one after the other, cut into rows.</summary>
/// <param name="First">The first commit.</param>
/// <param name="Last">The last one.</param>
/// <param name="Bytes">Bytes of all of them.</param>
/// <param name="Rows">The numbers of the rows, in their order.</param>
internal sealed record LogGroup(long First, long Last, int Bytes, ImmutableArray<int> Rows)
{
    public static LogGroup Read(BinaryReader from)
    {
        var (first, last) = (from.Read7BitEncodedInt64(), from.Read7BitEncodedInt64());
        var bytes = checked((int)from.Read7BitEncodedInt64());
        var rows = new int[checked((int)from.Read7BitEncodedInt64())];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = checked((int)from.Read7BitEncodedInt64());
        return new LogGroup(first, last, bytes, [.. rows]);
    }
}

/// <summary>One commit.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Items">A run of its items. Not to be changed.</param>
internal readonly record struct LogCommit(long Number, byte[] Items)
{
    public void WriteTo(BinaryWriter to)
    {
        to.Write7BitEncodedInt64(Number);
        to.Write7BitEncodedInt64(Items.Length);
        to.Write(Items);
    }

    public static LogCommit Read(BinaryReader from)
    {
        var number = from.Read7BitEncodedInt64();
        var length = checked((int)from.Read7BitEncodedInt64());
        var items = from.ReadBytes(length);
        return items.Length == length ? new LogCommit(number, items) : throw new EndOfStreamException();
    }
}

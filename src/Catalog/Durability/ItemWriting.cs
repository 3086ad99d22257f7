using System.Buffers.Binary;
using System.Text;
using MovieGrains.Catalog.Buffers;
using MovieGrains.Catalog.Layout;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Store;

namespace MovieGrains.Catalog.Durability;

/// <summary>Writes items: what commits and images consist of.</summary>
/// <remarks>
/// <para>An item is one byte of its kind (<see cref="ItemKind"/>), then its fields without gaps. A number is a varint (7 bits a
/// byte, the lowest first); text and bytes are a varint of their length, then UTF-8 or the bytes; the last field of an item
/// may go without its length. An id is its text.</para>
/// <para>A stamp is the number of its file, 0 for none, else from 1 as <see cref="ItemKind.File"/> items of the same image or
/// commit have defined it, and then the place. A merge state is its base stamp, then 0 when there are no exceptions, else
/// their number plus one, the floor's stamp, and each field's name and stamp.</para>
/// <list type="table">
/// <item><term>File</term><description>number; 8 bytes of UTC ticks of last-modified; source; key.</description></item>
/// <item><term>Movie</term><description>a byte of the change (0: none, 1: added, 2: updated, 3: deleted
/// since its part was built); the writer's file or 0; the id it
/// replaces, or an empty text; merge state; the document.</description></item>
/// <item><term>State</term><description>id; merge state: nothing but stamps has changed.</description></item>
/// <item><term>Deleted</term><description>id; the writer's file or 0.</description></item>
/// <item><term>Tombstones</term><description>8 bytes of the name key; how many; of each, id and stamp: all that there are of a title
/// and year.</description></item>
/// <item><term>Note</term><description>key; 0 when it is gone, else 1 and the value.</description></item>
/// <item><term>Part</term><description>how many movies; the version of its index (<see cref="IndexLayout"/>), as text. So many items
/// of movies follow, in the order of the index; then the index; then PartEnd. Only in images, and only of large parts.</description></item>
/// <item><term>IndexArray</term><description>a byte of the type (<see cref="ArrayType"/>); 4 bytes of how many elements; the first
/// of them.</description></item>
/// <item><term>IndexBytes</term><description>further elements of that array.</description></item>
/// <item><term>PartEnd</term><description>how many arrays.</description></item>
/// </list>
/// </remarks>
internal sealed class ItemWriting(IItemWriter items)
{
    private readonly ByteBuffer item = new(4096);
    private readonly Dictionary<FileOrigin, int> files = new(ReferenceEqualityComparer.Instance);
    private FileOrigin? lastFile;
    private int lastNumber;

    public void Movie(ItemChange change, FileOrigin? writer, ReadOnlySpan<byte> replacedId, in MergeState state, ReadOnlySpan<byte> document)
    {
        Define(writer);
        Define(state);
        Begin(ItemKind.Movie);
        item.Append((byte)change);
        File(writer);
        Bytes(replacedId);
        State(state);
        item.Append(document);
        End();
    }

    public void State(ReadOnlySpan<byte> id, in MergeState state)
    {
        Define(state);
        Begin(ItemKind.State);
        Bytes(id);
        State(state);
        End();
    }

    public void Deleted(ReadOnlySpan<byte> id, FileOrigin? writer)
    {
        Define(writer);
        Begin(ItemKind.Deleted);
        Bytes(id);
        File(writer);
        End();
    }

    public void Tombstones(ulong nameKey, IReadOnlyList<Tombstone> tombstones)
    {
        foreach (var tombstone in tombstones)
            Define(tombstone.Deleted.File);
        Begin(ItemKind.Tombstones);
        Fixed(nameKey);
        Number((ulong)tombstones.Count);
        Span<byte> id = stackalloc byte[MovieId.MaxLength];
        foreach (var tombstone in tombstones)
        {
            Bytes(id[..tombstone.Id.Write(id)]);
            Stamp(tombstone.Deleted);
        }
        End();
    }

    public void Note(Note note)
    {
        Begin(ItemKind.Note);
        Text(note.Key);
        item.Append(note.Value is null ? (byte)0 : (byte)1);
        item.Append(note.Value);
        End();
    }

    public void Part(int movies, string version)
    {
        Begin(ItemKind.Part);
        Number((ulong)movies);
        Text(version);
        End();
    }

    public void PartEnd(int arrays)
    {
        Begin(ItemKind.PartEnd);
        Number((ulong)arrays);
        End();
    }

    private void Define(in MergeState state)
    {
        Define(state.Base.File);
        if (state.Exceptions is not { } exceptions)
            return;
        Define(exceptions.Floor.File);
        foreach (var stamp in exceptions.Stamps.Values)
            Define(stamp.File);
    }

    /// <summary>Writes the item of a file when it is met for the first time.</summary>
    private void Define(FileOrigin? file)
    {
        if (file is null || ReferenceEquals(file, lastFile) || files.ContainsKey(file))
            return;
        files.Add(file, files.Count + 1);
        Begin(ItemKind.File);
        Number((ulong)files.Count);
        Fixed((ulong)file.LastModified.UtcTicks);
        Text(file.Source);
        Text(file.Key);
        End();
    }

    private void Begin(ItemKind kind)
    {
        item.Clear();
        item.Append((byte)kind);
    }

    private void End() => items.Write(item.Written);

    private void State(in MergeState state)
    {
        Stamp(state.Base);
        if (state.Exceptions is not { } exceptions)
        {
            Number(0);
            return;
        }
        Number((ulong)exceptions.Stamps.Count + 1);
        Stamp(exceptions.Floor);
        foreach (var (name, stamp) in exceptions.Stamps)
        {
            Text(name);
            Stamp(stamp);
        }
    }

    private void Stamp(Stamp stamp)
    {
        File(stamp.File);
        Number((ulong)stamp.Place);
    }

    private void File(FileOrigin? file)
    {
        if (file is not null && !ReferenceEquals(file, lastFile))
            (lastFile, lastNumber) = (file, files[file]);
        Number(file is null ? 0 : (ulong)lastNumber);
    }

    private void Text(string text)
    {
        Number((ulong)Encoding.UTF8.GetByteCount(text));
        var room = item.Reserve(Encoding.UTF8.GetByteCount(text));
        item.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number((ulong)bytes.Length);
        item.Append(bytes);
    }

    private void Fixed(ulong number)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(item.Reserve(sizeof(ulong)), number);
        item.Advance(sizeof(ulong));
    }

    private void Number(ulong number) => item.AppendVarint(number);
}

/// <summary>What an item is; the first byte of it. Numbers once given stay.</summary>
internal enum ItemKind : byte
{
    File = 1,
    Movie = 2,
    State = 3,
    Deleted = 4,
    Tombstones = 5,
    Note = 6,
    Part = 7,
    IndexArray = 8,
    IndexBytes = 9,
    PartEnd = 10,
}

/// <summary>What a movie's item says of how it came about; numbers once given stay.</summary>
internal enum ItemChange : byte
{
    None = 0,
    Added = 1,
    Updated = 2,

    /// <summary>Not there any more, though the index of its part has it.</summary>
    Gone = 3,
}

using System.Buffers.Binary;
using System.Text;
using MovieGrains.Catalog.Merging;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Durability;

/// <summary>Reads the fields of one item, in the layout that <see cref="ItemWriting"/> describes.</summary>
/// <remarks>Whatever does not keep to it is an <see cref="InvalidDataException"/>: checksums have been tested by then, so it is
/// another version's.</remarks>
internal ref struct ItemReading(ReadOnlySpan<byte> item, IReadOnlyDictionary<ulong, FileOrigin> files)
{
    private ReadOnlySpan<byte> rest = item;

    public byte Byte()
    {
        var value = Take(1)[0];
        return value;
    }

    public ReadOnlySpan<byte> Rest()
    {
        var all = rest;
        rest = default;
        return all;
    }

    public ReadOnlySpan<byte> Bytes() => Take(Number());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public MovieId Id() => MovieId.TryParse(Bytes(), out var id) ? id : throw Unknown("an id");

    public FileOrigin? File()
    {
        var number = Number();
        return number == 0 ? null : files.TryGetValue(number, out var file) ? file : throw Unknown("a file that was not defined");
    }

    /// <summary>The rest of an item that defines a file.</summary>
    public (ulong Number, FileOrigin File) Definition()
    {
        var number = Number();
        var modified = (long)Fixed();
        if (modified is < 0 || modified > DateTimeOffset.MaxValue.Ticks)
            throw new InvalidDataException("What was stored has a time that is none.");
        return (number, new FileOrigin(new DateTimeOffset(modified, TimeSpan.Zero), Text(), Text()));
    }

    public Stamp Stamp()
    {
        var file = File();
        return new Stamp(file, (int)Math.Min(Number(), int.MaxValue));
    }

    public MergeState State()
    {
        var written = Stamp();
        var count = Number();
        if (count == 0)
            return new MergeState(written, null);
        var floor = Stamp();
        var stamps = new Dictionary<string, Stamp>(StringComparer.Ordinal);
        for (ulong i = 1; i < count; i++)
            stamps[string.Intern(Text())] = Stamp();
        return new MergeState(written, new FieldStamps(floor, stamps));
    }

    /// <summary>The rest of an item that is a movie.</summary>
    public MovieItem Movie() => new()
    {
        Change = (ItemChange)Byte(),
        Writer = File(),
        Replaced = Bytes(),
        State = State(),
        Document = Rest(),
    };

    public ulong Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw Unknown("a number of more than 64 bits");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length)
            throw Unknown("an item that ends early");
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private static InvalidDataException Unknown(string what) =>
        new($"What was stored has {what}: it was not written by this version, nor by one before it.");
}

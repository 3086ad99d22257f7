using System.Runtime.InteropServices;
using MovieGrains.Catalog.Buffers;

namespace MovieGrains.Catalog.Records;

/// <summary>One field of a record: its name and its value in canonical JSON, as places in the record's text.</summary>
internal readonly record struct RecordField(KnownField Field, TextSlice Name, TextSlice Value, bool IsNull);

/// <summary>A run of bytes in a record's text.</summary>
internal readonly record struct TextSlice(int Start, int Length);

/// <summary>A record, validated and in canonical form; one object is used for record after record.</summary>
/// <remarks>The fields are in the order of a document: the known ones, then the others by code point of their names.
/// Field names and values are JSON with minimal escapes and no blanks; numbers are as spelt.</remarks>
internal sealed class MovieRecord
{
    private readonly List<RecordField> fields = [];

    /// <summary>Holds all that the slices point to.</summary>
    public ByteBuffer Text { get; } = new(2048);

    public ReadOnlySpan<RecordField> Fields => CollectionsMarshal.AsSpan(fields);

    /// <summary>The title, not escaped.</summary>
    public TextSlice Title { get; set; }

    public int Year { get; set; }

    /// <summary>The href, not escaped; without meaning unless <see cref="HasHref"/>.</summary>
    public TextSlice Href { get; set; }

    public bool HasHref { get; set; }

    /// <summary>Whether the record removes its movie.</summary>
    public bool Deleted { get; set; }

    /// <summary>Whether the record came with an id, which is dropped.</summary>
    public bool HadId { get; set; }

    public ReadOnlySpan<byte> this[TextSlice slice] => Text.Slice(slice.Start, slice.Length);

    public void Clear()
    {
        fields.Clear();
        Text.Clear();
        HasHref = Deleted = HadId = false;
        Year = 0;
        Title = default;
    }

    public void Add(in RecordField field) => fields.Add(field);

    /// <summary>Takes a field out, as if the record had left it out or, when cleared, had given null.</summary>
    public void Forget(ReadOnlySpan<byte> name, bool isCleared)
    {
        var known = KnownFields.Of(name);
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            if (fields[i].Field == known && (known != KnownField.Other || this[fields[i].Name].SequenceEqual(name)))
                fields.RemoveAt(i);
        }
        if (!isCleared)
            return;
        var slice = new TextSlice(Text.Length, name.Length);
        Text.Append(name);
        Add(new RecordField(known, slice, default, IsNull: true));
    }

    /// <summary>Puts the fields into a document's order.</summary>
    public void Sort()
    {
        // Suppliers mostly send the fields in our order already, and insertion then costs one comparison a field.
        var all = CollectionsMarshal.AsSpan(fields);
        if (all.Length > 32)
        {
            fields.Sort(Compare);
            return;
        }
        for (var i = 1; i < all.Length; i++)
        {
            for (var j = i; j > 0 && Compare(all[j - 1], all[j]) > 0; j--)
                (all[j - 1], all[j]) = (all[j], all[j - 1]);
        }
    }

    /// <summary>Orders two fields as a document has them.</summary>
    private int Compare(RecordField left, RecordField right) =>
        left.Field != right.Field || left.Field != KnownField.Other
            ? KnownFields.Compare(left.Field, right.Field)
            : this[left.Name].SequenceCompareTo(this[right.Name]);
}

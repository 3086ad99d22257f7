using System.Collections.Frozen;
using System.Text;
using MovieGrains.Catalog.Records;

namespace MovieGrains.Catalog.Merging;

/// <summary>Merges records into movies, field by field: the latest writer wins.</summary>
/// <remarks>
/// The outcome is a function of the set of records, not of their order: each field keeps the stamp that wrote it, a
/// cleared field the stamp that cleared it, a deleted movie the stamp that deleted it. As every record has a title, the
/// stamp of the title is that of the latest record. Not safe for several threads: it keeps buffers between calls.
/// </remarks>
internal sealed class RecordMerger
{
    public static readonly IReadOnlyDictionary<string, Stamp> NoStamps = FrozenDictionary<string, Stamp>.Empty;

    private readonly RecordReader reader = new();
    private readonly MovieRecord movie = new();
    private readonly MovieRecord merged = new();
    private readonly Dictionary<string, Stamp> stamps = new(StringComparer.Ordinal);  // Of the fields that stay or come.
    private readonly Dictionary<string, Stamp> cleared = new(StringComparer.Ordinal); // Of those that the record clears.
    private MergeState state;
    private Stamp stamp;
    private bool won;

    /// <summary>The merged record after <see cref="Merge"/>, or what is left after <see cref="Delete"/>.</summary>
    public MovieRecord Merged => merged;

    /// <summary>The state of a movie that one record has made.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stamp">Its stamp.</param>
    /// <param name="floor">When a movie of this identity was last deleted, or <see cref="Stamp.Never"/>.</param>
    public static MergeState StateOf(MovieRecord record, Stamp stamp, Stamp floor)
    {
        Dictionary<string, Stamp>? exceptions = null;
        bool hasCast = false, hasGenres = false;
        foreach (ref readonly var field in record.Fields)
        {
            hasCast |= field.Field == KnownField.Cast;
            hasGenres |= field.Field == KnownField.Genres;
            if (field.IsNull)
                (exceptions ??= new(StringComparer.Ordinal))[NameOf(record, field)] = stamp;
        }
        if (!hasCast)
            (exceptions ??= new(StringComparer.Ordinal))["cast"] = Stamp.Never;
        if (!hasGenres)
            (exceptions ??= new(StringComparer.Ordinal))["genres"] = Stamp.Never;
        return new MergeState(stamp, FieldStamps.OrNull(floor, exceptions));
    }

    /// <summary>Merges a record into a movie.</summary>
    /// <param name="document">The movie's document.</param>
    /// <param name="before">When its fields were written.</param>
    /// <param name="record">The record.</param>
    /// <param name="written">Its stamp.</param>
    /// <returns>When the merged fields were written.</returns>
    public MergeState Merge(ReadOnlySpan<byte> document, MergeState before, MovieRecord record, Stamp written)
    {
        Begin(document, before, written);
        var left = movie.Fields;
        var right = record.Fields;
        while (!left.IsEmpty || !right.IsEmpty)
        {
            var order = Compare(left, right, record);
            if (order < 0)
                Keep(left[0]);
            else
                Choose(order == 0 ? left[0] : null, right[0], record);
            left = order <= 0 ? left[1..] : left;
            right = order >= 0 ? right[1..] : right;
        }
        return End(Floor(before));
    }

    /// <summary>Deletes what was written up to a stamp.</summary>
    /// <param name="document">The movie's document.</param>
    /// <param name="before">When its fields were written.</param>
    /// <param name="deleted">When the deletion was written.</param>
    /// <param name="after">When the fields that are left were written; without meaning when none is.</param>
    /// <returns>Whether anything is left: only when a later record has been merged already.</returns>
    public bool Delete(ReadOnlySpan<byte> document, MergeState before, Stamp deleted, out MergeState after)
    {
        after = before;
        Begin(document, before, deleted);
        if (StampOf("title", isPresent: true) <= deleted)
            return false;
        foreach (ref readonly var field in movie.Fields)
        {
            if (StampOf(NameOf(movie, field), isPresent: true) > deleted)
                Keep(field);
            else if (field.Field is KnownField.Cast or KnownField.Genres)
                stamps[NameOf(movie, field)] = Stamp.Never;
        }
        after = End(deleted > Floor(before) ? deleted : Floor(before));
        return true;
    }

    private void Begin(ReadOnlySpan<byte> document, MergeState before, Stamp written)
    {
        reader.ReadDocument(document, movie);
        merged.Clear();
        merged.Year = movie.Year;
        stamps.Clear();
        cleared.Clear();
        state = before;
        stamp = written;
        won = false;
    }

    private MergeState End(Stamp floor)
    {
        var newBase = won ? stamp : state.Base;
        // Made only when there is one: most movies have none.
        Dictionary<string, Stamp>? exceptions = null;
        foreach (var (name, written) in stamps)
        {
            if (written != newBase)
                Except(name, written);
        }
        foreach (var (name, written) in state.Exceptions?.Stamps ?? NoStamps)
        {
            // What is named here but not above is a cleared field, of which only the stamp is left.
            if (!stamps.ContainsKey(name) && written > floor)
                Except(name, written);
        }
        foreach (var (name, written) in cleared)
            Except(name, written);
        return new MergeState(newBase, FieldStamps.OrNull(floor, exceptions));

        void Except(string name, Stamp written) => (exceptions ??= new(StringComparer.Ordinal))[name] = written;
    }

    private void Keep(in RecordField field)
    {
        var name = NameOf(movie, field);
        stamps[name] = RawStampOf(name, isPresent: true);
        Copy(movie, field);
    }

    private void Choose(RecordField? mine, in RecordField field, MovieRecord record)
    {
        var name = NameOf(record, field);
        if (stamp <= StampOf(name, mine is not null))
        {
            if (mine is { } kept)
                Keep(kept);
            return;
        }
        won = true;
        if (field.IsNull)
        {
            cleared[name] = stamp;
            return;
        }
        stamps[name] = stamp;
        Copy(record, field);
    }

    private void Copy(MovieRecord from, in RecordField field)
    {
        var name = Append(from[field.Name]);
        merged.Add(field with { Name = name, Value = Append(from[field.Value]) });
    }

    private TextSlice Append(ReadOnlySpan<byte> text)
    {
        var start = merged.Text.Length;
        merged.Text.Append(text);
        return new TextSlice(start, text.Length);
    }

    /// <summary>What a write must be later than to count.</summary>
    private Stamp StampOf(string name, bool isPresent)
    {
        var written = RawStampOf(name, isPresent);
        return Floor(state) > written ? Floor(state) : written;
    }

    private Stamp RawStampOf(string name, bool isPresent) =>
        state.Exceptions is not null && state.Exceptions.Stamps.TryGetValue(name, out var written) ? written
        : isPresent ? state.Base
        : Stamp.Never;

    private static Stamp Floor(MergeState state) => state.Exceptions?.Floor ?? Stamp.Never;

    private int Compare(ReadOnlySpan<RecordField> left, ReadOnlySpan<RecordField> right, MovieRecord record)
    {
        if (left.IsEmpty || right.IsEmpty)
            return left.IsEmpty ? 1 : -1;
        return left[0].Field != right[0].Field || left[0].Field != KnownField.Other
            ? KnownFields.Compare(left[0].Field, right[0].Field)
            : movie[left[0].Name].SequenceCompareTo(record[right[0].Name]);
    }

    /// <summary>A field's name as stamps have it.</summary>
    internal static string NameOf(MovieRecord record, in RecordField field) =>
        field.Field == KnownField.Other ? Encoding.UTF8.GetString(record[field.Name]) : KnownFields.Text(field.Field);
}

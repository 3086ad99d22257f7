using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>A client's write to one movie that it names by its id.</summary>
internal sealed class MovieWrite(MovieWriteKind kind, string id, ReadOnlyMemory<byte> json, WriteCondition condition)
    : PendingWrite<MovieWriteOutcome>
{
    private MovieWriteOutcome? outcome;

    public override long Bytes => json.Length;

    public override void Apply(CatalogMerge merge) => outcome = Write(merge);

    protected override MovieWriteOutcome OutcomeAt(long generation) =>
        (outcome ?? throw new InvalidOperationException("It has not been applied.")) with { Generation = generation };

    private MovieWriteOutcome Write(CatalogMerge merge)
    {
        var index = MovieId.TryParse(id, out var parsed) ? merge.Entries.Find(parsed) : BatchEntry.None;
        if (index == BatchEntry.None)
            return Refused(MovieWriteResult.NoSuchMovie, null, null);
        if (!condition.Allows(merge.DocumentOf(merge.Entry(index))))
            return Refused(MovieWriteResult.ConditionFailed, merge.Entry(index).Id, null);
        if (kind != MovieWriteKind.Delete)
            return Change(merge, index);
        merge.Delete(index);
        return new MovieWriteOutcome(MovieWriteResult.Deleted, merge.Entry(index).Id.ToString(), null, null, 0);
    }

    private MovieWriteOutcome Change(CatalogMerge merge, int index)
    {
        var known = merge.Entry(index).Id;
        if (kind == MovieWriteKind.Patch && merge.Outgrown(index, json.Length) is { } outgrown)
            return Refused(MovieWriteResult.Rejected, known, outgrown);
        var edit = new MovieEdit(merge.DocumentOf(merge.Entry(index)));
        if ((kind == MovieWriteKind.Put ? edit.Replace(json.Span) : edit.Patch(json.Span)) is { } fault)
            return Refused(MovieWriteResult.Rejected, known, fault);
        if (Conflict(merge, index, known, edit.Id) is { } conflict)
            return Refused(MovieWriteResult.IdentityConflict, known, conflict);
        var merged = merge.Write(index, edit.Record, edit.Id);
        return new MovieWriteOutcome(
            merged.Result == RecordResult.Updated ? MovieWriteResult.Updated : MovieWriteResult.Unchanged,
            merge.Entry(index).Id.ToString(),
            merge.DocumentOf(merge.Entry(index)).ToArray(),
            null,
            0);
    }

    private static RecordFault? Conflict(CatalogMerge merge, int index, MovieId known, MovieId written)
    {
        if (written.WithoutHref != known.WithoutHref)
            return new RecordFault("$.title", "title and year tell which movie it is and can't be changed in place; write it as a new movie and delete this one");
        if (!written.HasHref || written == known)
            return null;
        if (known.HasHref)
            return new RecordFault("$.href", "the href tells this movie from its namesakes and can't be changed for another");
        return merge.Entries.HasOther(written, index)
            ? new RecordFault("$.href", $"another movie of this title and year has this href: {written}")
            : null;
    }

    private static MovieWriteOutcome Refused(MovieWriteResult result, MovieId? id, RecordFault? fault) =>
        new(result, id?.ToString(), null, fault, 0);
}

/// <summary>What a write does to its movie.</summary>
internal enum MovieWriteKind
{
    Put,
    Patch,
    Delete,
}

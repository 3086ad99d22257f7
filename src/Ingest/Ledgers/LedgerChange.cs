using MovieGrains.Catalog.Durability;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>A row to be written, or to be dropped.</summary>
/// <param name="Entry">What is known of the file from then on.</param>
/// <param name="Rejected">The rejected records that its row lists.</param>
/// <param name="IsDropped">Whether the file is to be forgotten.</param>
internal sealed record LedgerChange(LedgerEntry Entry, IReadOnlyList<RejectedAt>? Rejected, bool IsDropped = false)
{
    /// <summary>The row, as a note.</summary>
    public Note ToNote() => new(Entry.NoteKey, IsDropped ? null : LedgerJson.Write(LedgerRow.Of(Entry, Rejected)));
}

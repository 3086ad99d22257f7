using System.Buffers;
using System.Text.Json;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>The ledger as people and programs read it over HTTP: pages of rows, and one row with its rejected records.</summary>
public sealed class LedgerPages(Ledger ledger)
{
    private static readonly FileState[] AllStates = Enum.GetValues<FileState>();

    /// <summary>The states that a file can be in, as rows spell them.</summary>
    public IReadOnlyList<string> States { get; } = [.. AllStates.Select(Spell)];

    /// <summary>Writes a page of rows as
    /// <c>{"items":[…],"total":n,"page":n,"page_size":n,"has_more":bool}</c>, the last seen first, without their rejected records.</summary>
    /// <param name="state">One of <see cref="States"/>; null for all.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">Rows per page, from 1.</param>
    /// <param name="body">Takes the bytes.</param>
    /// <returns>Files in all pages, and whether more follow after this one.</returns>
    public (long Total, bool HasMore) WriteList(string? state, long page, int pageSize, IBufferWriter<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var entries = ledger.Entries(Parse(state));
        // Compared before multiplied: pages come from outside, and may be of any number.
        var first = page - 1 > entries.Count / pageSize ? entries.Count : (int)((page - 1) * pageSize);
        var count = Math.Min(pageSize, entries.Count - first);
        var hasMore = first + count < entries.Count;
        using var writer = LedgerJson.WriterTo(body);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        for (var i = first; i < first + count; i++)
            LedgerRowWriter.Write(writer, Shown(entries[i]));
        writer.WriteEndArray();
        writer.WriteNumber("total", entries.Count);
        writer.WriteNumber("page", page);
        writer.WriteNumber("page_size", pageSize);
        writer.WriteBoolean("has_more", hasMore);
        writer.WriteEndObject();
        return (entries.Count, hasMore);
    }

    /// <summary>Rows of the same list, for who makes one list of several.</summary>
    /// <param name="state">One of <see cref="States"/>; null for all.</param>
    /// <param name="first">How many rows to leave out; more than there are leave none.</param>
    /// <param name="count">How many rows at most.</param>
    /// <returns>Files of the whole list, and the rows.</returns>
    public (long Total, IReadOnlyList<LedgerLine> Lines) List(string? state, long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var entries = ledger.Entries(Parse(state));
        var lines = entries.Skip((int)Math.Min(first, entries.Count)).Take(count);
        return (entries.Count, [.. lines.Select(static entry => new LedgerLine(entry.LastSeen, entry.Id, LedgerJson.Write(Shown(entry))))]);
    }

    /// <summary>Writes all that is known of one file, its first rejected records among it.</summary>
    /// <param name="id">The file's id, as the list has it.</param>
    /// <param name="body">Takes the bytes; left as it is when no such file is known.</param>
    /// <returns>Whether such a file is known.</returns>
    public bool WriteFile(string id, IBufferWriter<byte> body)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (ledger.FindById(id) is not { } entry)
            return false;
        var kept = ledger.FindRow(entry) is { } row ? LedgerJson.Read(row) : null;
        body.Write(LedgerJson.Write(kept?.Shown() ?? Shown(entry)));
        return true;
    }

    private static LedgerRow Shown(LedgerEntry entry) => LedgerRow.Of(entry, null).Shown();

    private static FileState? Parse(string? state)
    {
        if (state is null)
            return null;
        var at = Array.FindIndex(AllStates, known => string.Equals(Spell(known), state, StringComparison.Ordinal));
        return at >= 0 ? AllStates[at] : throw new ArgumentException($"There is no state '{state}'.", nameof(state));
    }

    /// <summary>A state as rows spell it.</summary>
    public static string Spell(FileState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}

/// <summary>A row of the list.</summary>
/// <param name="LastSeen">What the list is ordered by, the last first.</param>
/// <param name="Id">The file's id, by which those of one moment are ordered.</param>
/// <param name="Json">The row, without its rejected records.</param>
public readonly record struct LedgerLine(DateTimeOffset LastSeen, string Id, byte[] Json);

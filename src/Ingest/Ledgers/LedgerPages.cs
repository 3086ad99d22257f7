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
            LedgerJson.Write(writer, LedgerRow.Of(entries[i], null));
        writer.WriteEndArray();
        writer.WriteNumber("total", entries.Count);
        writer.WriteNumber("page", page);
        writer.WriteNumber("page_size", pageSize);
        writer.WriteBoolean("has_more", hasMore);
        writer.WriteEndObject();
        return (entries.Count, hasMore);
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
        body.Write(ledger.FindRow(entry) ?? LedgerJson.Write(LedgerRow.Of(entry, null)));
        return true;
    }

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

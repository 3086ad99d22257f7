using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Ingest.Ledgers;

/// <summary>The notes that say of which sources a first load has come to its end, ever.</summary>
/// <remarks>Rows alone don't tell: a process that is killed in its first load leaves some, too.</remarks>
internal static class LoadedNotes
{
    private const string Prefix = "ingest/loaded/";

    /// <summary>The note that a source was loaded.</summary>
    public static Note Of(string source) => new(KeyOf(source), Encoding.UTF8.GetBytes(source));

    /// <summary>The names of all sources that were.</summary>
    public static IEnumerable<string> Read(INotes notes) =>
        notes.Read(Prefix).Where(static note => note.Value is not null).Select(static note => Encoding.UTF8.GetString(note.Value!));

    private static string KeyOf(string source) =>
        Prefix + LedgerEntry.NumberOf(source, "").ToString("x16", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>What one client knows of a movie that drop files and all clients write to.</summary>
/// <remarks>All count in it, each guarded by the tag of what it read, and leave a mark: so the marks are the history, and each
/// acknowledged one must be in it exactly once. Each has a field of its own as well, written without a guard.</remarks>
internal sealed class SharedMovie(string title, int writer)
{
    public string Title { get; } = title;

    /// <summary>The field of this client.</summary>
    public string Field { get; } = string.Create(CultureInfo.InvariantCulture, $"writer{writer}");

    /// <summary>The marks of this client that are known to be there.</summary>
    public List<string> Marks { get; } = [];

    /// <summary>The value of its field.</summary>
    public int Value { get; set; }

    /// <summary>The marks in a document.</summary>
    public static List<string> MarksOf(JsonObject document) => document["marks"]?.AsArray().Select(mark => (string)mark!).ToList() ?? [];

    /// <summary>The value of this client's field in a document.</summary>
    public int ValueOf(JsonObject document) => (int?)document[Field] ?? 0;

    /// <summary>Checks that nothing acknowledged is missing and nothing is there twice.</summary>
    public void Check(IReadOnlyDictionary<string, JsonObject> documents, Violations violations)
    {
        if (!documents.TryGetValue(Title, out var document))
        {
            violations.Add($"{Title} of a drop file is no longer there");
            return;
        }
        var marks = MarksOf(document);
        var isCounted = ((int?)document["n"] ?? 0) == marks.Count && marks.Distinct(StringComparer.Ordinal).Count() == marks.Count;
        var missing = Marks.Except(marks, StringComparer.Ordinal).ToList();
        if (!isCounted || missing.Count > 0 || ValueOf(document) != Value)
            violations.Add($"{Title}: marks {string.Join(' ', missing)} are missing, or {Field} is not {Value}, or n is not the number of marks: {document.ToJsonString()}");
    }
}

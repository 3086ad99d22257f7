using System.Text;
using System.Text.Json;

namespace MovieGrains.Catalog.Tests.Records.Splitting;

/// <summary>How records are laid out in a file.</summary>
internal enum Layout
{
    PrettyArray,
    CompactArray,
    Lines,
    CarriageReturnLines,
    Concatenated,
    PrettyConcatenated,
    Mixed,
}

/// <summary>Random records, and files of them. The seed decides everything.</summary>
internal sealed class RandomFiles(int seed)
{
    private static readonly string[] Pieces =
        ["\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r\n", "\t", "\u0001", "é", "映画", "🎬", "a", "The ", "\\\"", "{\"", "\"}", "\n{"];

    private static readonly JsonSerializerOptions Compactly = Options(null);

    private static readonly JsonSerializerOptions[] Indented = [.. Enumerable.Range(0, 5).Select(indent => Options(indent))];

    private readonly Random _random = new(seed);

    public Random Random => _random;

    public List<string> Records(int most) =>
        [.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(i => Json(Record(i), indent: null))];

    /// <summary>A file of records, in a layout.</summary>
    public byte[] File(IEnumerable<string> records, Layout layout)
    {
        var text = layout switch
        {
            Layout.PrettyArray => "[" + Blank() + string.Join("," + Blank(), records.Select(Pretty)) + Blank() + "]" + Blank(),
            Layout.CompactArray => "[" + string.Join(",", records) + "]",
            Layout.Lines => string.Join("\n", records) + (_random.Next(2) == 0 ? "\n" : ""),
            Layout.CarriageReturnLines => string.Join("\r\n", records) + "\r\n",
            Layout.Concatenated => string.Concat(records.Select(record => record + (_random.Next(2) == 0 ? " " : ""))),
            Layout.PrettyConcatenated => string.Concat(records.Select(record => Pretty(record) + Blank())),
            _ => string.Concat(records.Select(record => (_random.Next(2) == 0 ? Pretty(record) : record) + Blank())),
        };
        return Encoding.UTF8.GetBytes((_random.Next(3) == 0 ? "\uFEFF" : "") + Blank() + text);
    }

    private string Blank() =>
        string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => " \n\t\r"[_random.Next(4)]));

    private string Pretty(string record)
    {
        using var document = JsonDocument.Parse(record);
        return Json(document.RootElement, _random.Next(0, 5));
    }

    private Dictionary<string, object?> Record(int index)
    {
        var record = new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = $"T{index}{Text()}", ["year"] = 1900 + index };
        for (var i = _random.Next(5); i > 0; i--)
            record[Text()] = Value(3);
        return record;
    }

    private object? Value(int depth) => _random.Next(depth == 0 ? 4 : 6) switch
    {
        0 => Text(),
        1 => _random.Next(),
        2 => _random.Next(2) == 0,
        3 => null,
        4 => Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1)).ToList(),
        _ => Enumerable.Range(0, _random.Next(4)).ToDictionary(i => $"{i}{Text()}", _ => Value(depth - 1)),
    };

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(6)).Select(_ => Pieces[_random.Next(Pieces.Length)]));

    private static string Json(object value, int? indent) =>
        JsonSerializer.Serialize(value, indent is null ? Compactly : Indented[indent.Value]);

    /// <summary>The record without white space, to be compared.</summary>
    public static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Json(document.RootElement, indent: null);
    }

    private static JsonSerializerOptions Options(int? indent) => new()
    {
        WriteIndented = indent is not null,
        IndentSize = indent ?? 0,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

using System.Text;

namespace MovieGrains.Bench.Reporting;

/// <summary>A table of figures: the first column names the row, the others are aligned to the right.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row; cells that are missing stay empty.</summary>
    public void Add(params string[] cells) =>
        rows.Add([.. columns.Select((_, i) => i < cells.Length ? cells[i] : "")]);

    /// <summary>The table for a terminal.</summary>
    public string ToPlainText()
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        var text = new StringBuilder().AppendLine(title);
        AppendPlain(text, columns, widths);
        AppendPlain(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in rows)
            AppendPlain(text, row, widths);
        return text.ToString();
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().Append("### ").AppendLine(title).AppendLine();
        AppendMarkdown(text, columns);
        AppendMarkdown(text, [.. columns.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (var row in rows)
            AppendMarkdown(text, row);
        return text.ToString();
    }

    private static void AppendPlain(StringBuilder text, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
            line.Append(i == 0 ? cells[i].PadRight(widths[i]) : "  " + cells[i].PadLeft(widths[i]));
        text.AppendLine(line.ToString().TrimEnd());
    }

    private static void AppendMarkdown(StringBuilder text, string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
}

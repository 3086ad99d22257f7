using System.Text;

namespace MovieGrains.Bench.Reporting;

/// <summary>What a measurement says: shown as it is found, and written to a file at the end when one is asked for.</summary>
internal sealed class Report(string? markdownFile)
{
    private readonly StringBuilder markdown = new();

    /// <summary>Shows a table.</summary>
    public void Show(Table table)
    {
        Console.WriteLine(table.ToPlainText());
        markdown.AppendLine(table.ToMarkdown());
    }

    /// <summary>Shows a line that belongs to the result.</summary>
    public void Say(string line)
    {
        Console.WriteLine(line);
        markdown.AppendLine(line).AppendLine();
    }

    /// <summary>Shows what is going on; not part of the result.</summary>
    public static void Progress(string line) => Console.Error.WriteLine(line);

    /// <summary>Ends with the machine that it was measured on.</summary>
    public void Close()
    {
        Say(Machine.Describe());
        if (markdownFile is not null)
            File.WriteAllText(markdownFile, markdown.ToString());
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace MovieGrains.Http.Page;

/// <summary>Which modules a script needs, so that a page can ask for all of them at once and not one after the other.</summary>
internal static partial class ModuleGraph
{
    /// <summary>A script and all that it imports, directly or not, each once.</summary>
    /// <param name="files">The page's files.</param>
    /// <param name="entry">The script's path within the page.</param>
    public static IReadOnlyList<string> Of(PageFiles files, string entry)
    {
        var reached = new List<string> { entry };
        for (var i = 0; i < reached.Count; i++)
        {
            foreach (Match import in Imports().Matches(files.Text(reached[i])))
            {
                var path = Resolve(reached[i], import.Groups["path"].Value);
                if (!reached.Contains(path))
                    reached.Add(path);
            }
        }
        return reached;
    }

    /// <summary>The elements of a page's head that load a script and its modules.</summary>
    public static string Elements(PageFiles files, string entry)
    {
        var html = new StringBuilder();
        foreach (var module in Of(files, entry).Skip(1))
            html.Append("<link rel=\"modulepreload\" href=\"").Append(files.Base).Append('/').Append(module).Append("\">\n");
        return html.Append("<script type=\"module\" src=\"").Append(files.Base).Append('/').Append(entry).Append("\"></script>").ToString();
    }

    private static string Resolve(string from, string path) =>
        new Uri(new Uri("page:///" + from), path).AbsolutePath[1..];

    [GeneratedRegex("(?:from|import) ?[\"'](?<path>\\.[^\"']+)[\"']", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Imports();
}

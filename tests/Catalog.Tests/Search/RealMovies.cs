using System.Text.Json;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>The Wikipedia set, which is not part of the project: where the environment says, or beside the checkout.</summary>
internal static class RealMovies
{
    public const string Variable = "MOVIES_REAL_DATA";

    /// <summary>The files; none when the data are not here.</summary>
    public static List<SourceFile> Files()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) ?? BesideTheCheckout();
        return folder is null ? [] : [.. Directory.GetFiles(folder, "movies-*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    private static SourceFile Read(string path, int place)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return new SourceFile(
            SourceFile.OriginAt(place, "real", Path.GetFileName(path)), [.. json.RootElement.EnumerateArray().Select(r => r.GetRawText())]);
    }

    private static string? BesideTheCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.Parent?.FullName ?? "", "shared", "data");
            if (File.Exists(Path.Combine(folder.FullName, "MovieGrains.sln")) && Directory.Exists(data))
                return data;
        }
        return null;
    }
}

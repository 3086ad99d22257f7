using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using MovieGrains.Catalog.Text;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Page;

/// <summary>The page's files, which are part of this assembly, under a path that names their version.</summary>
/// <remarks>
/// The version is a hash of all of them, so that a browser may keep them for good and still never mixes two releases. Another version
/// than ours, as while releases are exchanged, is answered with our files, not to be kept.
/// </remarks>
internal sealed class PageFiles
{
    /// <summary>The route of the files.</summary>
    public const string Pattern = "/page/{version}/{**file}";

    private const string ResourcePrefix = "page/";
    private const string Forever = "public, max-age=31536000, immutable";
    private const int VersionSegment = 1;

    private readonly FrozenDictionary<string, PageFile> _files = Read();

    public PageFiles()
    {
        Version = Hash(_files.Values);
        Base = "/page/" + Version;
    }

    /// <summary>A hash of all files.</summary>
    public string Version { get; }

    /// <summary>What comes before a file's name in its URL.</summary>
    public string Base { get; }

    /// <summary>The files, by their path within the page.</summary>
    public IEnumerable<PageFile> All => _files.Values;

    /// <summary>The text of a file that must be there.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(_files[name].Bytes);

    /// <summary>Answers with a file.</summary>
    public Task AnswerAsync(Exchange exchange)
    {
        var path = exchange.Context.Request.RouteValues["file"] as string;
        if (path is null || !_files.TryGetValue(path, out var file) || file.ContentType is null)
            return ProblemWriter.SendAsync(exchange, Problem.NoSuchPath());
        var isOurs = exchange.Target.Segment(VersionSegment).SequenceEqual(Version);
        return AnswerWriter.SendKeptAsync(exchange, file.ContentType, file.Bytes, file.In, isOurs ? Forever : null);
    }

    private static FrozenDictionary<string, PageFile> Read()
    {
        var assembly = typeof(PageFiles).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal));
        return names.Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            // Where the build runs, a folder's name may end in another character.
            return new PageFile(name[ResourcePrefix.Length..].Replace('\\', '/'), bytes);
        }).ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);
    }

    private static string Hash(IEnumerable<PageFile> files)
    {
        using var all = new MemoryStream();
        foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            all.Write(Encoding.UTF8.GetBytes(file.Name));
            all.Write(file.Bytes);
        }
        return XxHash64.Hash(all.ToArray()).ToString("x16", CultureInfo.InvariantCulture);
    }
}

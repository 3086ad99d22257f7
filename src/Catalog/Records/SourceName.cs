namespace MovieGrains.Catalog.Records;

/// <summary>What others are told of a source's name.</summary>
/// <remarks>A folder's name is its whole path, which tells it from every other and orders records. Where it lies on its machine is nobody
/// else's matter, so that others are told its last part.</remarks>
public static class SourceName
{
    /// <summary>The name as answers have it: a bucket's URL as it is, of a folder or file its last part.</summary>
    public static string Shown(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Path.IsPathRooted(source) && Path.GetFileName(source) is { Length: > 0 } last ? last : source;
    }
}

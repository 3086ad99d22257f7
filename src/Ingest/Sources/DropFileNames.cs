namespace MovieGrains.Ingest.Sources;

/// <summary>Which objects of a source are drop files.</summary>
public static class DropFileNames
{
    private static readonly string[] Endings = [".json", ".ndjson", ".json.gz", ".ndjson.gz"];

    /// <summary>Whether a file of that name is one: by its ending, in any letter case, unless it is hidden.</summary>
    /// <param name="name">The last part of the key.</param>
    public static bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return !name.StartsWith('.')
            && Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}

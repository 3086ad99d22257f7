namespace MovieGrains.Tests.S3;

/// <summary>Where the programs of <c>tests/package.json</c> are.</summary>
internal static class NpmTools
{
    /// <summary>Names the folder that has them in its <c>node_modules</c>; without it, <c>artifacts/npm</c> of the project.</summary>
    private const string Variable = "MOVIES_NPM_TOOLS";

    /// <summary>The folder of a module; null when it is not installed.</summary>
    public static string? Find(string module)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            var promised = Path.Join(named, "node_modules", module);
            return Directory.Exists(promised) ? promised : throw new DirectoryNotFoundException($"{Variable} is set, and there is no {promised}.");
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Join(folder.FullName, "artifacts", "npm", "node_modules", module);
            if (Directory.Exists(found))
                return found;
        }
        return null;
    }
}

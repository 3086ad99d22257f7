using System.Globalization;
using System.Reflection;

namespace MovieGrains.Silo.Schema;

/// <summary>One step from an empty database to the tables that this version wants. Steps are only ever added, and none takes away what
/// the version before needs: while a cluster is rolled out, both run.</summary>
/// <param name="Version">Its number, from 1 without a gap.</param>
/// <param name="Name">Its file.</param>
/// <param name="Sql">What it does.</param>
internal sealed record SchemaStep(int Version, string Name, string Sql)
{
    private const string Folder = "Schema/";

    /// <summary>All of them, in their order.</summary>
    public static readonly IReadOnlyList<SchemaStep> All = [.. Load()];

    /// <summary>Makes the table of the versions that were applied.</summary>
    public const string VersionTable = """
        CREATE TABLE movies_schema (
            version    integer PRIMARY KEY,
            name       text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """;

    /// <summary>Notes it as applied.</summary>
    public string Note => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO movies_schema (version, name) VALUES ({Version}, '{Name}');");

    /// <summary>All that a database needs from its beginning, for whoever applies it by hand.</summary>
    public static string Script
    {
        get
        {
            var steps = All.Select(static step => $"-- {step.Name}\n{step.Sql}\n{step.Note}\n");
            return $"BEGIN;\n\n{VersionTable}\n\n{string.Join('\n', steps)}\nCOMMIT;";
        }
    }

    private static IEnumerable<SchemaStep> Load()
    {
        var assembly = typeof(SchemaStep).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(resource[Folder.Length..]);
            yield return new SchemaStep(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Read(assembly, resource));
        }
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

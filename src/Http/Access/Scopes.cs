namespace MovieGrains.Http.Access;

/// <summary>What a key allows. None implies another.</summary>
[Flags]
public enum Scopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reading movies, where that needs a key.</summary>
    Read = 1,

    /// <summary>Changing movies.</summary>
    Write = 2,

    /// <summary>Telling of objects that have come.</summary>
    Ingest = 4,

    /// <summary>Seeing the inside: the ledger, the operations view, a silo's dashboard.</summary>
    Admin = 8,
}

/// <summary>How scopes are spelt.</summary>
internal static class ScopesText
{
    private static readonly (Scopes Scope, string Name)[] All =
        [(Scopes.Read, "read"), (Scopes.Write, "write"), (Scopes.Ingest, "ingest"), (Scopes.Admin, "admin")];

    /// <summary>All names, for whoever has misspelt one.</summary>
    public const string Names = "read, write, ingest and admin";

    /// <summary>Reads names with commas between; null when one is none, and of an empty text.</summary>
    public static Scopes? TryRead(ReadOnlySpan<char> text)
    {
        var scopes = Scopes.None;
        foreach (var range in text.Split(','))
        {
            var scope = Of(text[range].Trim());
            if (scope == Scopes.None)
                return null;
            scopes |= scope;
        }
        return scopes;
    }

    /// <summary>The names, with commas between.</summary>
    public static string Of(Scopes scopes) => string.Join(',', All.Where(pair => scopes.HasFlag(pair.Scope)).Select(pair => pair.Name));

    private static Scopes Of(ReadOnlySpan<char> name)
    {
        foreach (var (scope, known) in All)
        {
            if (name.SequenceEqual(known))
                return scope;
        }
        return Scopes.None;
    }
}

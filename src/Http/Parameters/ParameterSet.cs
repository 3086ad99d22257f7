using System.Collections.Frozen;

namespace MovieGrains.Http.Parameters;

/// <summary>The parameters that one path takes.</summary>
internal sealed class ParameterSet
{
    private readonly FrozenDictionary<string, Parameter>.AlternateLookup<ReadOnlySpan<char>> _byName;

    /// <summary>Makes a set; no two parameters share a name.</summary>
    public ParameterSet(params Parameter[] parameters)
    {
        All = parameters;
        Others = parameters.Length == 0 ? "; this path takes none" : $"; there are {string.Join(", ", parameters.Select(p => p.Name))}";
        _byName = parameters.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        FirstPage = Find("page")?.Range?.First ?? 1;
    }

    /// <summary>The parameters, as they should be listed.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>Parameters that are not taken here but by another path, which is suggested.</summary>
    public ParametersElsewhere? Elsewhere { get; init; }

    /// <summary>What goes on after "there is no such parameter here" when none is near.</summary>
    public string Others { get; }

    /// <summary>What the first page is called here, 1 nearly everywhere.</summary>
    public long FirstPage { get; }

    /// <summary>The parameter of a name, or null.</summary>
    public Parameter? Find(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out var parameter) ? parameter : null;

    /// <summary>The name that was probably meant, or null when none is near.</summary>
    /// <remarks>Near is up to two edits, but never so many that hardly a letter of what was written is left.</remarks>
    public string? Nearest(string name)
    {
        const int near = 2;
        string? nearest = null;
        var least = Math.Min(near, (name.Length - 1) / 2) + 1;
        foreach (var parameter in All)
        {
            var distance = EditDistance.Between(name, parameter.Name, near);
            if (distance < least)
                (nearest, least) = (parameter.Name, distance);
        }
        return nearest;
    }
}

/// <summary>Parameters that another path takes.</summary>
/// <param name="Path">The other path.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Reason">Why they have no meaning here, one clause.</param>
internal sealed record ParametersElsewhere(string Path, ParameterSet Parameters, string Reason);

namespace MovieGrains.Http.Settings;

/// <summary>One thing that can be set: <c>--name</c>, else <c>MOVIES_NAME</c>, else <c>Movies:name</c> of
/// appsettings.json.</summary>
/// <param name="Name">Its name on the command line, without the dashes.</param>
/// <param name="Placeholder">What its value is called in the usage text; empty for a switch, which needs no value.</param>
/// <param name="Description">What it does, with its unit, range and default.</param>
public sealed record Setting(string Name, string Placeholder, string Description)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether the usage text names it; what only trials need would hide what everybody does.</summary>
    public bool IsInUsage { get; init; } = true;

    /// <summary>Whether its value, or a part of it, is for few eyes: then a file may be named that holds it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether naming it is enough.</summary>
    public bool IsSwitch => Placeholder.Length == 0;

    /// <summary>Its name in the environment.</summary>
    public string Variable => "MOVIES_" + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>The name in the environment of a file that holds its value.</summary>
    public string FileVariable => Variable + "_FILE";

    /// <summary>Its key in appsettings.json.</summary>
    public string Key => "Movies:" + Name;
}

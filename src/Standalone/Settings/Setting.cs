namespace MovieGrains.Standalone.Settings;

/// <summary>One thing that can be set: <c>--name</c>, else <c>MOVIES_NAME</c>, else <c>Movies:Name</c> of
/// appsettings.json.</summary>
/// <param name="Name">Its name on the command line, without the dashes.</param>
/// <param name="Placeholder">What its value is called in the usage text.</param>
/// <param name="Description">What it does, with its unit, range and default.</param>
internal sealed record Setting(string Name, string Placeholder, string Description)
{
    public static readonly Setting Source = new("source", "PATH",
        "A folder of drop files (*.json, *.ndjson, also *.gz), looked into at all depths, or one file; default the sample.");

    public static readonly Setting Port = new("port", "N",
        "The port to listen on, 0 to 65535; 0 takes any that is free; default 8080.");

    public static readonly Setting Bind = new("bind", "ADDR",
        "The IP address to listen on; default 127.0.0.1, 0.0.0.0 for all.");

    public static readonly Setting Data = new("data", "DIR",
        "The folder for what the catalogue itself has to keep; default ./data. Nothing is written yet.");

    public static readonly Setting Poll = new("poll", "SECONDS",
        "How often to look for new and changed files, 0.05 to 86400; default 2. Shorter shows them sooner and lists more often.");

    public static readonly Setting Drain = new("drain", "SECONDS",
        "How long to go on answering after /readyz says that the process stops, 0 to 300; default 0. As long as whatever sends "
        + "requests here takes to notice.");

    /// <summary>All of them, in the order of the usage text.</summary>
    public static readonly Setting[] All = [Source, Port, Bind, Data, Poll, Drain];

    /// <summary>Its name in the environment.</summary>
    public string Variable => "MOVIES_" + Name.ToUpperInvariant();

    /// <summary>Its key in appsettings.json.</summary>
    public string Key => "Movies:" + Name;
}

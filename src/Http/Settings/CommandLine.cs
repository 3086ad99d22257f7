namespace MovieGrains.Http.Settings;

/// <summary>The command line: <c>--name value</c> or <c>--name=value</c>.</summary>
/// <remarks>Read by hand: it is some ten names, and a parser's own start would be a noticeable part of ours.</remarks>
public sealed class CommandLine
{
    private readonly IReadOnlyList<Setting> _settings;
    private readonly Dictionary<Setting, List<string>> _values = [];
    private readonly List<string> _faults = [];

    /// <summary>Reads the arguments.</summary>
    /// <param name="settings">All that can be set.</param>
    /// <param name="arguments">As the program got them.</param>
    public CommandLine(IReadOnlyList<Setting> settings, ReadOnlySpan<string> arguments)
    {
        _settings = settings;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--help" or "-h" or "-?")
                WantsHelp = true;
            else
                Read(arguments, ref i);
        }
    }

    /// <summary>Whether to show the usage text and do nothing else.</summary>
    public bool WantsHelp { get; }

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The usage text.</summary>
    /// <param name="purpose">What the program does, in a sentence.</param>
    /// <param name="settings">All that can be set, in the order of the text.</param>
    public static string Usage(string purpose, IReadOnlyList<Setting> settings)
    {
        var lines = new List<string> { purpose, "" };
        lines.Add("Options, each with its environment variable:");
        foreach (var setting in settings.Where(static setting => setting.IsInUsage))
            lines.Add($"  {$"--{setting.Name} {setting.Placeholder}",-20} {setting.Variable,-18} {setting.Description}");
        lines.Add($"  {"--help",-20} {"",-18} This text.");
        lines.Add($"  {"--probe URL",-20} {"",-18} Alone: asks a running process, such as http://127.0.0.1:8080/livez, and exits with 0 if it is well.");
        lines.Add("");
        lines.Add("What neither gives is taken from appsettings.json beside the program, such as");
        lines.Add("  { \"Movies\": { \"Port\": 8080 } }");
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>The values given for a setting; none when it was not given.</summary>
    public IReadOnlyList<string> Find(Setting setting) => _values.GetValueOrDefault(setting) ?? [];

    // What follows was probably meant as its value, and is no fault of its own.
    private void Unknown(string name, ReadOnlySpan<string> arguments, ref int i)
    {
        _faults.Add($"There is no option {name}.");
        if (name.StartsWith('-') && i + 1 < arguments.Length && !arguments[i + 1].StartsWith('-'))
            i++;
    }

    private void Read(ReadOnlySpan<string> arguments, ref int i)
    {
        var argument = arguments[i];
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        var setting = _settings.FirstOrDefault(s => string.Equals("--" + s.Name, name, StringComparison.Ordinal));
        if (setting is null)
            Unknown(name, arguments, ref i);
        else if (equals < 0 && setting.IsSwitch)
            Add(setting, "true");
        else if (equals < 0 && ++i == arguments.Length)
            _faults.Add($"--{setting.Name} needs a value: --{setting.Name} {setting.Placeholder}.");
        else
            Add(setting, equals < 0 ? arguments[i] : argument[(equals + 1)..]);
    }

    private void Add(Setting setting, string value)
    {
        if (!_values.TryGetValue(setting, out var values))
            _values.Add(setting, [value]);
        else if (setting.MayRepeat)
            values.Add(value);
        else
            _faults.Add($"--{setting.Name} is given twice.");
    }
}

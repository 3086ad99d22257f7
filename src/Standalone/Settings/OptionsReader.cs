using System.Globalization;
using System.Net;
using MovieGrains.Ingest;

namespace MovieGrains.Standalone.Settings;

/// <summary>Puts the options together from wherever they are set, and finds all that is wrong with them.</summary>
/// <param name="line">The command line, which wins.</param>
/// <param name="variable">Looks an environment variable up, which comes next.</param>
/// <param name="key">Looks a key of appsettings.json up.</param>
/// <param name="sample">The source when none is set.</param>
internal sealed class OptionsReader(CommandLine line, Func<string, string?> variable, Func<string, string?> key, string sample)
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(300);

    private readonly List<string> _faults = [.. line.Faults];

    /// <summary>What is wrong, a sentence each; known once <see cref="Read"/> has returned null.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The options; null when anything is wrong.</summary>
    public StandaloneOptions? Read()
    {
        var options = new StandaloneOptions(
            Source(), Port(), Bind(), Data(),
            Seconds(Setting.Poll, IngestOptions.MinInterval, IngestOptions.MaxInterval, TimeSpan.FromSeconds(2)),
            Seconds(Setting.Drain, TimeSpan.Zero, LongestDrain, TimeSpan.Zero));
        return _faults.Count == 0 ? options : null;
    }

    private string Source()
    {
        if (Find(Setting.Source) is not { } given)
            return sample;
        var path = Path.GetFullPath(given.Value);
        if (!Directory.Exists(path) && !File.Exists(path))
            Fault(given, "is neither a folder nor a file");
        return path;
    }

    private int Port()
    {
        if (Find(Setting.Port) is not { } given)
            return 8080;
        var isNumber = int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (!isNumber || port > IPEndPoint.MaxPort)
            Fault(given, "is not a whole number from 0 to 65535");
        return port;
    }

    private IPAddress Bind()
    {
        if (Find(Setting.Bind) is not { } given || given.Value is "localhost")
            return IPAddress.Loopback;
        if (!IPAddress.TryParse(given.Value, out var address))
            Fault(given, "is not an IP address");
        return address ?? IPAddress.Loopback;
    }

    private string Data()
    {
        if (Find(Setting.Data) is not { } given)
            return Path.GetFullPath("data");
        var path = Path.GetFullPath(given.Value);
        if (File.Exists(path))
            Fault(given, "is a file, not a folder");
        return path;
    }

    private TimeSpan Seconds(Setting setting, TimeSpan least, TimeSpan most, TimeSpan otherwise)
    {
        if (Find(setting) is not { } given)
            return otherwise;
        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        var isNumber = double.TryParse(given.Value, style, CultureInfo.InvariantCulture, out var seconds);
        if (isNumber && seconds >= least.TotalSeconds && seconds <= most.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        var range = string.Create(CultureInfo.InvariantCulture, $"from {least.TotalSeconds} to {most.TotalSeconds}");
        Fault(given, "is not a number " + range);
        return otherwise;
    }

    private Given? Find(Setting setting)
    {
        if (line.Find(setting) is { } argument)
            return Check(new Given(argument, "--" + setting.Name));
        // An empty variable is how scripts and manifests unset one.
        if (variable(setting.Variable) is { Length: > 0 } fromVariable)
            return Check(new Given(fromVariable, setting.Variable));
        return key(setting.Key) is { Length: > 0 } fromFile
            ? Check(new Given(fromFile, setting.Key + " in appsettings.json"))
            : null;
    }

    private Given? Check(Given given)
    {
        if (given.Value.Length > 0 && !given.Value.Contains('\0', StringComparison.Ordinal))
            return given;
        Fault(given, "is no value");
        return null;
    }

    private void Fault(Given given, string reason) => _faults.Add($"{given.Origin}: '{given.Value}' {reason}.");

    private sealed record Given(string Value, string Origin);
}

using System.Globalization;
using System.Net;
using MovieGrains.Http.Writes;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Sources;
using MovieGrains.Standalone.Storage;

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
        var data = Data();
        var options = new StandaloneOptions
        {
            Sources = Sources(FolderFiles.HasAny(data)),
            S3Endpoint = Url(Setting.S3Endpoint),
            Port = Port(),
            Bind = Bind(),
            Data = data,
            SnapshotLogBytes = SnapshotLogBytes(),
            Poll = Seconds(Setting.Poll, IngestOptions.MinInterval, IngestOptions.MaxInterval),
            Writes = new WriteProtection { Keys = Keys(), ReadOnly = IsOn(Setting.ReadOnly), WriterUrl = Url(Setting.WriterUrl)?.AbsoluteUri },
            Drain = Seconds(Setting.Drain, TimeSpan.Zero, LongestDrain) ?? TimeSpan.Zero,
        };
        return _faults.Count == 0 ? options : null;
    }

    private List<SourcePlace> Sources(bool mayBeAway)
    {
        var places = new List<SourcePlace>();
        foreach (var given in FindAll(Setting.Source))
        {
            if (Place(given, mayBeAway) is not { } place)
                continue;
            if (places.Contains(place))
                Fault(given, "is given twice");
            places.Add(place);
        }
        return places.Count == 0 ? [new FolderPlace(sample)] : places;
    }

    /// <param name="given">What names it.</param>
    /// <param name="mayBeAway">Whether there is a catalogue to serve without it. Else a folder that is not there is a slip of
    /// the pen; with it, more likely a volume that is not mounted, and no reason to serve nothing.</param>
    private SourcePlace? Place(Given given, bool mayBeAway)
    {
        if (S3Url.IsOne(given.Value))
        {
            if (S3Url.TryParse(given.Value, out var url, out var fault))
                return new BucketPlace(url);
            // The text itself may hold somebody's password.
            _faults.Add($"{given.Origin}: {fault}");
            return null;
        }
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given.Value));
        if (!mayBeAway && !Directory.Exists(path) && !File.Exists(path))
            Fault(given, "is neither a folder nor a file, nor a bucket such as s3://bucket/prefix");
        return new FolderPlace(path);
    }

    private IReadOnlyList<WriteKey> Keys()
    {
        if (Find(Setting.ApiKeys) is not { } given)
            return [];
        try
        {
            return WriteKey.ParseList(given.Value);
        }
        catch (FormatException fault)
        {
            // Not the value itself: somebody may have given the key where its hash belongs.
            _faults.Add($"{given.Origin}: {fault.Message}");
            return [];
        }
    }

    private Uri? Url(Setting setting)
    {
        if (Find(setting) is not { } given)
            return null;
        if (Uri.TryCreate(given.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        Fault(given, "is not a URL that begins with http:// or https://");
        return null;
    }

    private bool IsOn(Setting setting)
    {
        if (Find(setting) is not { } given)
            return false;
        switch (given.Value.ToUpperInvariant())
        {
            case "TRUE" or "1" or "YES":
                return true;
            case "FALSE" or "0" or "NO":
                return false;
            default:
                Fault(given, "is neither true nor false");
                return false;
        }
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

    private long SnapshotLogBytes()
    {
        if (Find(Setting.SnapshotLogBytes) is not { } given)
            return SnapshotPolicy.UsualLeastLog;
        if (!long.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes < 1)
            Fault(given, "is not a whole number from 1");
        return bytes;
    }

    private TimeSpan? Seconds(Setting setting, TimeSpan least, TimeSpan most)
    {
        if (Find(setting) is not { } given)
            return null;
        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        var isNumber = double.TryParse(given.Value, style, CultureInfo.InvariantCulture, out var seconds);
        if (isNumber && seconds >= least.TotalSeconds && seconds <= most.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        var range = string.Create(CultureInfo.InvariantCulture, $"from {least.TotalSeconds} to {most.TotalSeconds}");
        Fault(given, "is not a number " + range);
        return null;
    }

    private Given? Find(Setting setting) => FindAll(setting) is { Count: > 0 } all ? all[0] : null;

    /// <summary>All that is given for a setting, at the first place that gives any.</summary>
    private List<Given> FindAll(Setting setting)
    {
        if (line.Find(setting) is { Count: > 0 } arguments)
            return Check(arguments, "--" + setting.Name);
        // An empty variable is how scripts and manifests unset one.
        if (variable(setting.Variable) is { Length: > 0 } fromVariable)
            return Check(Split(setting, fromVariable), setting.Variable);
        return key(setting.Key) is { Length: > 0 } fromFile
            ? Check(Split(setting, fromFile), setting.Key + " in appsettings.json")
            : [];
    }

    private static string[] Split(Setting setting, string value) => setting.MayRepeat ? value.Split('|', StringSplitOptions.TrimEntries) : [value];

    private List<Given> Check(IEnumerable<string> values, string origin) =>
        [.. values.Select(value => Check(new Given(value, origin))).OfType<Given>()];

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

using System.Globalization;
using System.Net;
using MovieGrains.Catalog.Queries;
using MovieGrains.Http.Access;
using MovieGrains.Http.Hosting;
using MovieGrains.Http.Throttling;

namespace MovieGrains.Http.Settings;

/// <summary>Reads settings from wherever they are given, and collects all that is wrong with them.</summary>
/// <param name="line">The command line, which wins.</param>
/// <param name="variable">Looks an environment variable up, which comes next.</param>
/// <param name="key">Looks a key of appsettings.json up.</param>
public class SettingReader(CommandLine line, Func<string, string?> variable, Func<string, string?> key)
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(300);

    private const long LongestRules = 1 << 20;

    private readonly List<string> _faults = [.. line.Faults];

    /// <summary>What is wrong so far, a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes that a value can't be used.</summary>
    /// <param name="given">The value, which is repeated: not for what may be a secret.</param>
    /// <param name="reason">Why, to follow the value in a sentence.</param>
    public void Fault(GivenValue given, string reason)
    {
        ArgumentNullException.ThrowIfNull(given);
        _faults.Add($"{given.Origin}: '{given.Value}' {reason}.");
    }

    /// <summary>Notes that what was given somewhere can't be used, without repeating it.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="sentence">Why.</param>
    public void FaultUnseen(GivenValue given, string sentence)
    {
        ArgumentNullException.ThrowIfNull(given);
        _faults.Add($"{given.Origin}: {sentence}");
    }

    /// <summary>The value given for a setting; null when none is.</summary>
    public GivenValue? Find(Setting setting) => FindAll(setting) is [var first, ..] ? first : null;

    /// <summary>All that is given for a setting, at the first place that gives any.</summary>
    public IReadOnlyList<GivenValue> FindAll(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (line.Find(setting) is { Count: > 0 } arguments)
            return Check(arguments, "--" + setting.Name);
        if (setting.IsSecret && variable(setting.FileVariable) is { Length: > 0 } path)
            return FromFile(setting, path);
        // An empty variable is how scripts and manifests unset one.
        if (variable(setting.Variable) is { Length: > 0 } fromVariable)
            return Check(Split(setting, fromVariable), setting.Variable);
        return key(setting.Key) is { Length: > 0 } fromFile
            ? Check(Split(setting, fromFile), setting.Key + " in appsettings.json")
            : [];
    }

    /// <summary>A port, 0 for any that is free.</summary>
    /// <param name="setting">Which.</param>
    /// <param name="usual">The port when none is given.</param>
    public int Port(Setting setting, int usual)
    {
        if (Find(setting) is not { } given)
            return usual;
        var isNumber = int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (!isNumber || port > IPEndPoint.MaxPort)
            Fault(given, "is not a whole number from 0 to 65535");
        return port;
    }

    /// <summary>An IP address; loopback when none is given.</summary>
    public IPAddress Address(Setting setting)
    {
        if (Find(setting) is not { } given || given.Value is "localhost")
            return IPAddress.Loopback;
        if (!IPAddress.TryParse(given.Value, out var address))
            Fault(given, "is not an IP address");
        return address ?? IPAddress.Loopback;
    }

    /// <summary>An absolute http or https URL; null when none is given.</summary>
    public Uri? Url(Setting setting)
    {
        if (Find(setting) is not { } given)
            return null;
        if (Uri.TryCreate(given.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        Fault(given, "is not a URL that begins with http:// or https://");
        return null;
    }

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(Setting setting)
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

    /// <summary>A time in seconds; null when none is given.</summary>
    public TimeSpan? Seconds(Setting setting, TimeSpan least, TimeSpan most)
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

    /// <summary>How long to go on answering when told to stop.</summary>
    public TimeSpan Drain() => Seconds(ServerSettings.Drain, TimeSpan.Zero, LongestDrain) ?? TimeSpan.Zero;

    /// <summary>Who may do what.</summary>
    public AccessPolicy Access()
    {
        var policy = new AccessPolicy
        {
            Keys = Keys(ServerSettings.ApiKeys, ApiKey.UsualScopes),
            KeysFile = KeysFrom(ServerSettings.ApiKeysFile),
            ReadsNeedKey = IsOn(ServerSettings.ReadKeys),
            PerAddress = Limit(ServerSettings.RateLimit),
            PerKey = Limit(ServerSettings.KeyRateLimit),
            TrustedProxies = Networks(ServerSettings.TrustedProxies),
            ReadOnly = IsOn(ServerSettings.ReadOnly),
            WriterUrl = Url(ServerSettings.WriterUrl)?.AbsoluteUri,
        };
        if (policy is { ReadsNeedKey: true, HasKeys: false } && Find(ServerSettings.ReadKeys) is { } given)
            FaultUnseen(given, "there are no keys; give some by --api-keys-file or --api-keys.");
        return policy;
    }

    private RateLimit? Limit(Setting setting)
    {
        if (Find(setting) is not { } given)
            return null;
        var limit = RateLimit.TryParse(given.Value);
        if (limit is null)
            Fault(given, "is not written N/SECONDS, such as 600/60: 1 to 1000000 requests, 1 to 86400 seconds");
        return limit;
    }

    private List<IPNetwork> Networks(Setting setting)
    {
        var networks = new List<IPNetwork>();
        if (Find(setting) is not { } given)
            return networks;
        foreach (var text in given.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                Fault(given with { Value = text }, "is not a network such as 10.0.0.0/8 or fd00::/8");
        }
        return networks;
    }

    /// <summary>Keys, by their hashes.</summary>
    /// <param name="setting">Which.</param>
    /// <param name="scopes">What they allow.</param>
    public IReadOnlyList<ApiKey> Keys(Setting setting, Scopes scopes)
    {
        if (Find(setting) is not { } given)
            return [];
        try
        {
            return ApiKey.ParseList(given.Value, scopes);
        }
        catch (FormatException fault)
        {
            // Not the value itself: somebody may have given the key where its hash belongs.
            FaultUnseen(given, fault.Message);
            return [];
        }
    }

    /// <summary>Keys in a file; null when none is named.</summary>
    public Watched<IReadOnlyList<ApiKey>>? KeysFrom(Setting setting) =>
        Watch(setting, static path => new Watched<IReadOnlyList<ApiKey>>([path], static files => KeysFile.Read(files[0])));

    /// <summary>The rules of full-text search in a file; null when none is named.</summary>
    public SearchRules? SearchRules()
    {
        if (Find(ServerSettings.SearchRules) is not { } given)
            return null;
        try
        {
            var file = new FileInfo(given.Value);
            // A file that long is another one, named by mistake.
            if (file.Length <= LongestRules)
                return Catalog.Queries.SearchRules.Read(File.ReadAllBytes(file.FullName));
            Fault(given, "is longer than 1 MiB");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Fault(given, "can't be used: " + failure.Message.TrimEnd('.'));
        }
        return null;
    }

    /// <summary>What a file says; null when none is named, or it can't be used.</summary>
    /// <param name="setting">Names the file.</param>
    /// <param name="open">Reads it.</param>
    private T? Watch<T>(Setting setting, Func<string, T> open)
        where T : Watched
    {
        if (Find(setting) is not { } given)
            return null;
        try
        {
            return open(Path.GetFullPath(given.Value));
        }
        catch (FormatException fault)
        {
            Fault(given, "can't be used: " + fault.Message.TrimEnd('.'));
            return null;
        }
    }

    private List<GivenValue> FromFile(Setting setting, string path)
    {
        if (variable(setting.Variable) is { Length: > 0 })
            _faults.Add($"{setting.FileVariable}: {setting.Variable} is given, too; only one of them may be.");
        try
        {
            // Editors and shells end a file with a line's end, which belongs to no password.
            return Check([File.ReadAllText(path).TrimEnd('\r', '\n')], setting.FileVariable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{setting.FileVariable}: {failure.Message}");
            return [];
        }
    }

    private static string[] Split(Setting setting, string value) => setting.MayRepeat ? value.Split('|', StringSplitOptions.TrimEntries) : [value];

    private List<GivenValue> Check(IEnumerable<string> values, string origin) =>
        [.. values.Select(value => Check(new GivenValue(value, origin))).OfType<GivenValue>()];

    private GivenValue? Check(GivenValue given)
    {
        if (given.Value.Length > 0 && !given.Value.Contains('\0', StringComparison.Ordinal))
            return given;
        Fault(given, "is no value");
        return null;
    }
}

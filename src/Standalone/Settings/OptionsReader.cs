using System.Globalization;
using MovieGrains.Http.Settings;
using MovieGrains.Ingest.Sources;
using MovieGrains.Settings;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Settings;

/// <summary>Puts the options together from wherever they are set, and finds all that is wrong with them.</summary>
/// <param name="line">The command line, which wins.</param>
/// <param name="variable">Looks an environment variable up, which comes next.</param>
/// <param name="key">Looks a key of appsettings.json up.</param>
/// <param name="sample">The source when none is set.</param>
internal sealed class OptionsReader(CommandLine line, Func<string, string?> variable, Func<string, string?> key, string sample)
    : SettingReader(line, variable, key)
{
    /// <summary>The options; null when anything is wrong, and then <see cref="SettingReader.Faults"/> says what.</summary>
    public StandaloneOptions? Read()
    {
        var data = Data();
        var options = new StandaloneOptions
        {
            Sources = this.Sources(StandaloneSettings.Source, mayBeAway: FolderFiles.HasAny(data)) is { Count: > 0 } given ? given : [new FolderPlace(sample)],
            S3Endpoint = Url(SourceSettings.S3Endpoint),
            Port = Port(StandaloneSettings.Port, StandaloneSettings.UsualPort),
            Bind = Address(ServerSettings.Bind),
            Data = data,
            SnapshotLogBytes = SnapshotLogBytes(),
            Poll = this.PollInterval(),
            Access = Access(),
            Tls = this.ServerTls(),
            Drain = Drain(),
            SearchRules = SearchRules(),
        };
        return Faults.Count == 0 ? options : null;
    }

    private string Data()
    {
        if (Find(StandaloneSettings.Data) is not { } given)
            return Path.GetFullPath("data");
        var path = Path.GetFullPath(given.Value);
        if (File.Exists(path))
            Fault(given, "is a file, not a folder");
        return path;
    }

    private long SnapshotLogBytes()
    {
        if (Find(StandaloneSettings.SnapshotLogBytes) is not { } given)
            return SnapshotPolicy.UsualLeastLog;
        if (!long.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes < 1)
            Fault(given, "is not a whole number from 1");
        return bytes;
    }
}

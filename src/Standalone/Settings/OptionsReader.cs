using System.Globalization;
using MovieGrains.Http.Settings;
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
    : SettingReader(line, variable, key)
{
    /// <summary>The options; null when anything is wrong, and then <see cref="SettingReader.Faults"/> says what.</summary>
    public StandaloneOptions? Read()
    {
        var data = Data();
        var options = new StandaloneOptions
        {
            Sources = Sources(FolderFiles.HasAny(data)),
            S3Endpoint = Url(StandaloneSettings.S3Endpoint),
            Port = Port(StandaloneSettings.Port, StandaloneSettings.UsualPort),
            Bind = Address(ServerSettings.Bind),
            Data = data,
            SnapshotLogBytes = SnapshotLogBytes(),
            Poll = Seconds(StandaloneSettings.Poll, IngestOptions.MinInterval, IngestOptions.MaxInterval),
            Access = Access(),
            Tls = this.ServerTls(),
            Drain = Drain(),
            SearchRules = SearchRules(),
        };
        return Faults.Count == 0 ? options : null;
    }

    /// <param name="mayBeAway">Whether there is a catalogue to serve without them.</param>
    private List<SourcePlace> Sources(bool mayBeAway)
    {
        var places = new List<SourcePlace>();
        foreach (var given in FindAll(StandaloneSettings.Source))
        {
            if (SourcePlace.Parse(given.Value, mayBeAway, out var fault) is not { } place)
                FaultUnseen(given, fault);
            else if (places.Contains(place))
                Fault(given, "is given twice");
            else
                places.Add(place);
        }
        return places.Count == 0 ? [new FolderPlace(sample)] : places;
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

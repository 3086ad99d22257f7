using MovieGrains.Http.Settings;
using MovieGrains.Ingest;
using MovieGrains.Ingest.Sources;

namespace MovieGrains.Settings;

/// <summary>What can be set about where drop files come from: the same in both editions, of which each compiles this file.</summary>
internal static class SourceSettings
{
    /// <summary>The server of buckets.</summary>
    public static readonly Setting S3Endpoint = new("s3-endpoint", "URL",
        "The S3-compatible server of all buckets; default what AWS_ENDPOINT_URL says, else AWS. Region and credentials come from "
        + "where AWS tools look for them.");

    /// <summary>How often sources are looked at.</summary>
    public static readonly Setting Poll = new("poll", "SECONDS",
        "How often to look for new and changed files, 0.05 to 86400; default 2 for folders, 15 for buckets. Shorter shows them "
        + "sooner and lists more often.");

    /// <summary>The sources.</summary>
    /// <param name="usual">What there is when none is given.</param>
    /// <param name="remark">What else is to be said of them.</param>
    public static Setting Source(string usual, string remark = "") => new("source", "PLACE",
        "A folder of drop files (*.json, *.ndjson, also *.gz), looked into at all depths, one file, or a bucket's s3://bucket/prefix; "
        + $"default {usual}. May be given several times; in a variable, with | between.{remark}")
    {
        MayRepeat = true,
    };

    /// <summary>Reads the sources; none when none is given.</summary>
    /// <param name="reader">Reads them.</param>
    /// <param name="source">The setting.</param>
    /// <param name="mayBeAway">Whether there is a catalogue to serve without them.</param>
    public static List<SourcePlace> Sources(this SettingReader reader, Setting source, bool mayBeAway)
    {
        var places = new List<SourcePlace>();
        foreach (var given in reader.FindAll(source))
        {
            if (SourcePlace.Parse(given.Value, mayBeAway, out var fault) is not { } place)
                reader.FaultUnseen(given, fault);
            else if (places.Contains(place))
                reader.Fault(given, "is given twice");
            else
                places.Add(place);
        }
        return places;
    }

    /// <summary>Reads how often they are looked at; null for what is usual.</summary>
    public static TimeSpan? PollInterval(this SettingReader reader) => reader.Seconds(Poll, IngestOptions.MinInterval, IngestOptions.MaxInterval);
}

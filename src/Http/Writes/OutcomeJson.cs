using System.Text.Json;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Writes;

/// <summary>What became of the records of a request, counted and as JSON.</summary>
/// <remarks><c>{"records":n,"added":n,"updated":n,"unchanged":n,"deleted":n,"rejected":n,
/// "outcomes":[{"index":0,"outcome":"added","id":"…"},{"index":1,"outcome":"rejected","path":"$.year","reason":"…"}],"generation":n}</c></remarks>
internal sealed class OutcomeJson
{
    private static readonly JsonEncodedText[] Names =
        [.. Enum.GetValues<RecordResult>().Select(result => JsonEncodedText.Encode(Name(result)))];

    private readonly RecordsOutcome _outcome;
    private readonly int[] _counts = new int[Names.Length];

    public OutcomeJson(RecordsOutcome outcome)
    {
        _outcome = outcome;
        foreach (var record in outcome.Records)
            _counts[(int)record.Result]++;
    }

    /// <summary>How a result is called.</summary>
    public static string Name(RecordResult result) => result switch
    {
        RecordResult.Added => "added",
        RecordResult.Updated => "updated",
        RecordResult.Unchanged => "unchanged",
        RecordResult.Deleted => "deleted",
        _ => "rejected",
    };

    /// <summary>How many records had a result.</summary>
    public int Count(RecordResult result) => _counts[(int)result];

    /// <summary>Counts the records in a meter.</summary>
    public void CountInto(WriteMeters meters, string kind)
    {
        foreach (var result in Enum.GetValues<RecordResult>())
            meters.Count(kind, Name(result), Count(result));
    }

    /// <summary>Writes the members, into an object that is open.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteNumber("records", _outcome.Records.Count);
        for (var i = 0; i < Names.Length; i++)
            json.WriteNumber(Names[i], _counts[i]);
        json.WriteStartArray("outcomes");
        for (var i = 0; i < _outcome.Records.Count; i++)
            Write(json, i, _outcome.Records[i]);
        json.WriteEndArray();
        json.WriteNumber("generation", _outcome.Generation);
    }

    private static void Write(Utf8JsonWriter json, int index, RecordOutcome record)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("outcome", Names[(int)record.Result]);
        if (record.Id is not null)
            json.WriteString("id", record.Id);
        if (record.Fault is not null)
        {
            json.WriteString("path", record.Fault.Path);
            json.WriteString("reason", record.Fault.Reason);
        }
        json.WriteEndObject();
    }
}

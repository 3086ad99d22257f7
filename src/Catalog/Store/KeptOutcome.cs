using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Catalog.Store;

/// <summary>The outcome of a named request as its note has it, in JSON.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Fingerprint">The hash of what was asked, in hexadecimal: JSON's numbers hold no 64 bits everywhere.</param>
/// <param name="Generation">The generation that has its records.</param>
/// <param name="Records">What became of each record.</param>
internal sealed record KeptOutcome(DateTimeOffset At, string Fingerprint, long Generation, IReadOnlyList<KeptRecord> Records)
{
    public static KeptOutcome Of(IdempotencyKey key, RecordsOutcome outcome, DateTimeOffset at) => new(
        at,
        Spell(key),
        outcome.Generation,
        [.. outcome.Records.Select(r => new KeptRecord(r.Result, r.Id, r.Fault?.Path, r.Fault?.Reason))]);

    public static KeptOutcome Read(byte[] note) => JsonSerializer.Deserialize(note, KeptOutcomeJson.Default.KeptOutcome)
        ?? throw new InvalidDataException("A remembered outcome is null.");

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, KeptOutcomeJson.Default.KeptOutcome);

    /// <summary>Whether the same was asked.</summary>
    public bool IsOf(IdempotencyKey key) => string.Equals(Fingerprint, Spell(key), StringComparison.Ordinal);

    public RecordsOutcome ToOutcome() => new(
        [.. Records.Select(r => new RecordOutcome(r.Result, r.Id, r.Path is null ? null : new RecordFault(r.Path, r.Reason ?? "")))],
        Generation,
        IsReplay: true);

    private static string Spell(IdempotencyKey key) => key.Fingerprint.ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>What became of one record of it.</summary>
internal sealed record KeptRecord(RecordResult Result, string? Id, string? Path, string? Reason);

[JsonSerializable(typeof(KeptOutcome))]
internal sealed partial class KeptOutcomeJson : JsonSerializerContext;

using System.Globalization;
using System.Text.Json;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Writes;

namespace MovieGrains.Http.Problems;

/// <content>The problems of writes.</content>
internal sealed partial record Problem
{
    private const string Nothing = "Nothing was written.";

    public static Problem BadHeader(string header, string reason) => new("bad-header", StatusCodes.Status400BadRequest,
        "A header can't be used", $"The header {header} can't be used: {reason}.");

    public static Problem BadBody(FileFault fault) => new("bad-body", StatusCodes.Status400BadRequest,
        "The body can't be read as records", $"{fault.Reason} {Nothing}")
    {
        Members = json =>
        {
            json.WriteNumber("line", fault.Line);
            json.WriteString("reason", fault.Reason);
        },
    };

    public static Problem BadRecord(RecordFault? fault) => new("bad-record", StatusCodes.Status400BadRequest,
        "The record can't be used", $"{Sentence(fault)}{Nothing}")
    {
        Members = json => WriteFault(json, fault),
    };

    public static Problem RecordsRejected(Action<Utf8JsonWriter> outcomes) => new("records-rejected",
        StatusCodes.Status400BadRequest, "All records were rejected",
        $"Each is explained under outcomes. {Nothing}")
    {
        Members = outcomes,
    };

    // RFC 9110, 15.5.2: whoever shows no key, or a wrong one, is told how to show one; both may try again with another.
    public static Problem KeyRequired() => new("key-required", StatusCodes.Status401Unauthorized,
        "A key is needed", "Send the key as Authorization: Bearer KEY, or as X-Api-Key: KEY.")
    {
        Header = ("WWW-Authenticate", "Bearer realm=\"MovieGrains\""),
    };

    // RFC 6750, 3.1: 401, not 403, for a token that isn't valid.
    public static Problem KeyInvalid() => new("key-invalid", StatusCodes.Status401Unauthorized,
        "The key is not valid", "The key that was sent is none of those that are known here.")
    {
        Header = ("WWW-Authenticate", "Bearer realm=\"MovieGrains\", error=\"invalid_token\""),
    };

    /// <summary>The same for a page, for which a browser can ask its user for the key, as a password.</summary>
    // First: some browsers look at the first challenge alone.
    public Problem OrPassword() => Status == StatusCodes.Status401Unauthorized && Header is var (name, value)
        ? this with { Header = (name, "Basic realm=\"MovieGrains\", charset=\"UTF-8\", " + value) }
        : this;

    public static Problem KeyExpired() => new("key-expired", StatusCodes.Status401Unauthorized,
        "The key has expired", "The key that was sent was valid until a moment that has passed.")
    {
        Header = ("WWW-Authenticate", "Bearer realm=\"MovieGrains\", error=\"invalid_token\""),
    };

    // RFC 6750, 3.1: whoever it is, is known, and showing the key again does not help.
    public static Problem ScopeMissing(string scope) => new("scope-missing", StatusCodes.Status403Forbidden,
        "The key does not allow this", $"The key that was sent is valid, but this needs one with the scope {scope}.")
    {
        Header = ("WWW-Authenticate", $"Bearer realm=\"MovieGrains\", error=\"insufficient_scope\", scope=\"{scope}\""),
    };

    public static Problem WriteProtected(string whyNot) => new("write-protected", StatusCodes.Status403Forbidden,
        "Writing is not allowed from there",
        $"No keys are configured, so only this machine itself may write, and this request isn't taken for its own: {whyNot}. "
        + "To let others write, configure keys as docs/writing.md tells (--api-keys NAME:HASH).");

    public static Problem ReadOnly(string? writerUrl) => new("read-only", StatusCodes.Status403Forbidden,
        "Movies can't be changed here",
        "This is a read-only replica." + (writerUrl is null ? "" : $" Write to {writerUrl} instead."))
    {
        Header = writerUrl is null ? null : ("Link", $"<{writerUrl}>; rel=\"edit\""),
    };

    public static Problem IdentityConflict(RecordFault? fault) => new("identity-conflict", StatusCodes.Status409Conflict,
        "The write would make another movie of it", $"{Sentence(fault)}{Nothing}")
    {
        Members = json => WriteFault(json, fault),
    };

    public static Problem ConditionFailed(string header) => new("condition-failed", StatusCodes.Status412PreconditionFailed,
        "The movie is not what the condition wants",
        $"The movie doesn't meet {header}: read it again, and decide anew. {Nothing}");

    public static Problem BodyTooLarge(long most) => new("body-too-large", StatusCodes.Status413PayloadTooLarge,
        "The body is too large",
        string.Create(CultureInfo.InvariantCulture, $"The body may have {most} bytes. {Nothing}"));

    public static Problem TooManyRecords(int most) => new("body-too-large", StatusCodes.Status413PayloadTooLarge,
        "The body is too large",
        string.Create(CultureInfo.InvariantCulture, $"The body may have {most} records. {Nothing}"));

    public static Problem UnsupportedType(string taken) => Unsupported(
        $"The body must be {taken}, and Content-Type, when it is given, must say so.");

    public static Problem UnsupportedCoding() => Unsupported(
        "A body that is content-coded isn't taken: send it as it is.") with
    {
        // RFC 7694: what says that it was the coding, and which would do.
        Header = ("Accept-Encoding", "identity"),
    };

    public static Problem IdempotencyKeyMisused() => new("idempotency-key-misused", StatusCodes.Status422UnprocessableEntity,
        "The Idempotency-Key was used for something else",
        $"Another body was sent with the same Idempotency-Key. {Nothing} Make a new key for each request that is a new one.");

    public static Problem TooManyWrites() => new("too-many-writes", StatusCodes.Status503ServiceUnavailable,
        "Too many writes wait", $"More writes wait already than may. {Nothing}")
    {
        RetrySoon = true,
    };

    public static Problem Of(WriteRefusedException refused) => refused.Refusal switch
    {
        WriteRefusal.StorageFull => new("storage-full", StatusCodes.Status507InsufficientStorage,
            "There is no room to write", $"The storage is full. {Nothing} Reading goes on."),
        WriteRefusal.TooManyWaiting => TooManyWrites(),
        _ => new("storage-failed", StatusCodes.Status503ServiceUnavailable,
            "The storage failed", $"The storage can't be written to. {Nothing} Reading goes on."),
    };

    private static Problem Unsupported(string detail) => new("unsupported-media-type",
        StatusCodes.Status415UnsupportedMediaType, "The body is not of a type that is taken", $"{detail} {Nothing}");

    // Reasons come with a full stop or without.
    private static string Sentence(RecordFault? fault) =>
        fault is null ? "" : $"{fault.Path}: {fault.Reason.TrimEnd('.')}. ";

    private static void WriteFault(Utf8JsonWriter json, RecordFault? fault)
    {
        if (fault is null)
            return;
        json.WriteString("path", fault.Path);
        json.WriteString("reason", fault.Reason);
    }
}

using System.Globalization;
using System.Text.Json;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Problems;

/// <summary>What went wrong with a request, as RFC 9457 tells it. The kinds are described in docs/errors.md.</summary>
/// <param name="Kind">The last part of the type's URN; stable.</param>
/// <param name="Status">The status code.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Detail">What it is in this case; nothing of the inside.</param>
internal sealed partial record Problem(string Kind, int Status, string Title, string Detail)
{
    /// <summary>What comes before the kind in a type.</summary>
    public const string TypePrefix = "urn:moviegrains:problem:";

    /// <summary>Of a method's name, which a client may make as long as it likes.</summary>
    private const int ShownCharacters = 40;

    /// <summary>What is wrong with each parameter.</summary>
    public IReadOnlyList<ParameterFault> Errors { get; init; } = [];

    /// <summary>The methods that the path takes.</summary>
    public string? Allow { get; init; }

    /// <summary>Whether asking again soon may help.</summary>
    public bool RetrySoon { get; init; }

    /// <summary>A header that belongs to it.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>Writes members of its own.</summary>
    public Action<Utf8JsonWriter>? Members { get; init; }

    public static Problem BadParameters(IReadOnlyList<ParameterFault> faults)
    {
        var names = new List<string>();
        foreach (var fault in faults)
        {
            if (!names.Contains(fault.Parameter))
                names.Add(fault.Parameter);
        }
        var detail = names.Count == 1
            ? $"The parameter {names[0]} can't be used: {faults[0].Reason}."
            : $"These parameters can't be used: {string.Join(", ", names)}. Each is explained under errors.";
        return new Problem("bad-parameter", StatusCodes.Status400BadRequest, "A parameter can't be used", detail)
        {
            Errors = [.. faults],
        };
    }

    public static Problem TargetTooLong(int atMost) => new("uri-too-long", StatusCodes.Status414UriTooLong,
        "The URL is too long", $"Path and query string together may have {atMost} characters.");

    public static Problem NoSuchMovie(string id) => new("no-such-movie", StatusCodes.Status404NotFound,
        "There is no such movie", $"No movie has the id {id}.");

    public static Problem NoCluster() => new("no-cluster", StatusCodes.Status404NotFound,
        "This is no cluster", "It is one process, which has no silos and no partitions; /metrics tells of it.");

    public static Problem NoSuchPath() => new("no-such-path", StatusCodes.Status404NotFound,
        "There is nothing under this path", "The paths are listed in /openapi/v1.json and shown in /docs.");

    public static Problem MethodNotAllowed(string method, string allow) => new("method-not-allowed",
        StatusCodes.Status405MethodNotAllowed, "The method can't be used here",
        $"{PercentText.Shorten(method, ShownCharacters)} can't be used here, only {allow}.")
    {
        Allow = allow,
    };

    public static Problem NotAcceptable() => new("not-acceptable", StatusCodes.Status406NotAcceptable,
        "No content coding is acceptable", "Accept-Encoding forbids identity, gzip and br; one of them must be allowed.");

    public static Problem Gone(string detail) => new("gone", StatusCodes.Status410Gone, "This is no longer there", detail);

    public static Problem Internal() => new("internal-error", StatusCodes.Status500InternalServerError,
        "Something failed inside", "The request could not be answered. The failure has been logged.");

    public static Problem NotReady(string detail) => new("not-ready", StatusCodes.Status503ServiceUnavailable,
        "Not ready", detail)
    {
        RetrySoon = true,
    };

    public static Problem Unavailable(string detail) => new("unavailable", StatusCodes.Status503ServiceUnavailable,
        "The catalogue can't be reached just now", detail)
    {
        RetrySoon = true,
    };

    public static Problem TooManyRequests(int seconds) => new("too-many-requests", StatusCodes.Status429TooManyRequests,
        "Too many requests", string.Create(CultureInfo.InvariantCulture, $"More was asked than may be. Ask again in {seconds} s."))
    {
        Header = ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)),
    };

    public static Problem BadOwnWrites() =>
        BadHeader(OwnWrites.Header, "it must be sent back as the answer to a write gave it");

    public static Problem OperatorsOnly(string whyNot) => new("operators-only", StatusCodes.Status403Forbidden,
        "This is for operators",
        $"No keys are configured, so only this machine itself may see it, and this request isn't taken for its own: {whyNot}.");

    public static Problem BadRequest(int status) => new("bad-request", status,
        "The request can't be read", "The request does not keep to HTTP, or is larger than it may be.");
}

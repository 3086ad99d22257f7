using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Routes;

/// <summary>What an answer holds, for the OpenAPI document.</summary>
internal enum AnswerKind
{
    Movies,
    Movie,
    Sources,
    Values,
    Suggestions,
    Export,
    Changes,
    Files,
    File,
    Cluster,
    Json,
    Text,
    Html,
    Page,
    Gone,

    /// <summary>Nothing: the path takes writes alone.</summary>
    Nothing,
}

/// <summary>A path, what it takes and how it is answered.</summary>
/// <param name="Pattern">As the router spells it.</param>
/// <param name="Summary">One line for the OpenAPI document.</param>
/// <param name="Kind">What its answer holds.</param>
/// <param name="AnswerAsync">Answers a GET or HEAD; null when the path takes neither.</param>
internal sealed record Route(string Pattern, string Summary, AnswerKind Kind, Func<Exchange, Task>? AnswerAsync)
{
    /// <summary>The methods that it takes besides.</summary>
    public IReadOnlyList<WriteMethod> Writes { get; init; } = [];

    /// <summary>All methods that it takes, as <c>Allow</c> lists them.</summary>
    public string Allow => string.Join(", ",
        [.. AnswerAsync is null ? (string[])[] : ["GET", "HEAD"], "OPTIONS", .. Writes.Select(write => write.Method)]);

    /// <summary>The query parameters that it takes.</summary>
    public ParameterSet Parameters { get; init; } = MovieParameters.None;

    /// <summary>The filter that its path gives.</summary>
    public PathFilter? Path { get; init; }

    /// <summary>Whether it stands for nothing that exists: every method is answered alike, and it is in no document.</summary>
    public bool IsFallback { get; init; }

    /// <summary>Whether it belongs to another route's entry in the OpenAPI document.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether it is a page for people, or not, as <c>Accept</c> prefers.</summary>
    public bool VariesByAccept { get; init; }

    /// <summary>Whether its answer is whether the process is ready.</summary>
    public bool TellsReadiness { get; init; }

    /// <summary>Whether it needs the first load to be complete.</summary>
    public bool NeedsCatalog => Kind <= AnswerKind.Changes;

    /// <summary>Whether it says itself that the first load is not complete, in a way of its own.</summary>
    public bool TellsLoading { get; init; }

    /// <summary>Whether it tells of the inside: then it is for this machine, and for keys that say so.</summary>
    public bool IsForOperators { get; init; }

    /// <summary>Whether whoever watches the process asks it, which must never be too often.</summary>
    public bool IsProbe { get; init; }

    /// <summary>What reading it needs of a key, where reading needs one.</summary>
    public Scopes ReadScope => IsForOperators ? Scopes.Admin : NeedsCatalog ? Scopes.Read : Scopes.None;

    /// <summary>A path that takes writes alone.</summary>
    public static Route OfWrites(string pattern, params WriteMethod[] writes) =>
        new(pattern, writes[0].Summary, AnswerKind.Nothing, AnswerAsync: null) { Writes = writes };
}

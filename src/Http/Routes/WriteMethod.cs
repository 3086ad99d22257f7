using Microsoft.OpenApi;
using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Routes;

/// <summary>A method that changes something, what it takes and how it is answered.</summary>
/// <param name="Method">The method, such as <c>POST</c>.</param>
/// <param name="Summary">One line for the OpenAPI document.</param>
/// <param name="BodyBytes">Bytes that its body may have; <see cref="RequestBody"/> reads no further.</param>
/// <param name="AnswerAsync">Answers it.</param>
internal sealed record WriteMethod(string Method, string Summary, long BodyBytes, Func<Exchange, Task> AnswerAsync)
{
    /// <summary>Whether it changes movies: then the first load must be complete, and a read-only process refuses it.</summary>
    public bool ChangesMovies { get; init; }

    /// <summary>What it needs of a key.</summary>
    public Scopes Scope => ChangesMovies ? Scopes.Write : Scopes.Ingest;

    /// <summary>The media types that its body may have; null when it may have any, or has no body.</summary>
    public BodyTypes? BodyTypes { get; init; }

    /// <summary>Completes its entry in the OpenAPI document.</summary>
    public Action<OpenApiOperation, OpenApiDocument>? Describe { get; init; }
}

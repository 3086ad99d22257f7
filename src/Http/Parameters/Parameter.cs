namespace MovieGrains.Http.Parameters;

/// <summary>What a query parameter is called, means and takes: read by the parser, the suggestions and the OpenAPI
/// document.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its value means.</param>
/// <param name="Description">For whoever asks, one or two sentences.</param>
/// <param name="Example">A value that it takes.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, string Description, string Example)
{
    /// <summary>The whole numbers that it takes; null when it takes text.</summary>
    public IntegerRange? Range { get; init; }

    /// <summary>The pattern of the texts that it takes; null when it takes any.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only texts that it takes; empty when it takes others.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The value that stands for none given.</summary>
    public string? Default { get; init; }

    /// <summary>Whether nothing can be answered without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Filters narrow the result and may be given again and again.</summary>
    public bool IsFilter => Kind <= ParameterKind.Year;
}

/// <summary>Whole numbers from the first to the last, both included.</summary>
internal readonly record struct IntegerRange(long First, long Last);

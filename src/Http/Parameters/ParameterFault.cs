namespace MovieGrains.Http.Parameters;

/// <summary>What is wrong with one parameter of a request.</summary>
/// <param name="Parameter">Its name, as given.</param>
/// <param name="Value">Its value, shortened; null when the name alone is wrong.</param>
/// <param name="Reason">One clause.</param>
/// <param name="Suggestion">The name that was probably meant, or the path that takes this one.</param>
internal sealed record ParameterFault(string Parameter, string? Value, string Reason, string? Suggestion = null);

namespace MovieGrains.Http.Settings;

/// <summary>A value, and where it was given.</summary>
/// <param name="Value">Never empty.</param>
/// <param name="Origin">The option, variable or key that gave it.</param>
public sealed record GivenValue(string Value, string Origin);

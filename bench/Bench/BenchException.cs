namespace MovieGrains.Bench;

/// <summary>A measurement that can't be made, with the reason in words for whoever asked for it.</summary>
internal sealed class BenchException(string message) : Exception(message);

namespace MovieGrains.Catalog.Records.Splitting;

/// <summary>Why a whole file is refused.</summary>
/// <param name="Line">The line of the place at fault, from 1.</param>
/// <param name="Reason">One sentence.</param>
public sealed record FileFault(long Line, string Reason);

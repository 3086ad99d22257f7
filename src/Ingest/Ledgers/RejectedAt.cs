namespace MovieGrains.Ingest.Ledgers;

/// <summary>A rejected record, with where its file has it.</summary>
/// <param name="Index">Its place in the file, from 0.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Path">The JSON path of what is wrong.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RejectedAt(int Index, long Line, string Path, string Reason);

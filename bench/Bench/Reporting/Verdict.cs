namespace MovieGrains.Bench.Reporting;

/// <summary>A budget and whether it is kept.</summary>
internal static class Verdict
{
    /// <summary>As the tables show it.</summary>
    public static string Text(string budget, bool kept) => $"{budget} {(kept ? "ok" : "over")}";
}

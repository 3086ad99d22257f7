using MovieGrains.Http.Metrics;

namespace MovieGrains.Http.Routes;

/// <summary>The exports that are being read.</summary>
internal sealed class ExportsUnderWay() : Places(Most, "movies_exports_in_flight", "Exports that are being read now.")
{
    /// <summary>How many may be read at once? Each holds about a megabyte, and what the catalogue was when it began.</summary>
    internal const int Most = 64;
}

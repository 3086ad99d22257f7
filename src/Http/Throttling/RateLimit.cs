using System.Globalization;

namespace MovieGrains.Http.Throttling;

/// <summary>How much one client may ask: a bucket of so many requests, that fills again within the window.</summary>
/// <param name="Requests">How many at once, 1 to 1,000,000.</param>
/// <param name="Window">How long an empty bucket takes to be full, 1 s to a day.</param>
public sealed record RateLimit(int Requests, TimeSpan Window)
{
    private const int MostRequests = 1_000_000;
    private const int MostSeconds = 86_400;

    /// <summary>Reads a limit, written <c>REQUESTS/SECONDS</c>; null when it is none.</summary>
    public static RateLimit? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && TryRead(text.AsSpan(0, slash), MostRequests, out var requests)
            && TryRead(text.AsSpan(slash + 1), MostSeconds, out var seconds)
            ? new RateLimit(requests, TimeSpan.FromSeconds(seconds))
            : null;
    }

    private static bool TryRead(ReadOnlySpan<char> text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;
}

using System.Globalization;

namespace MovieGrains.Http.Answers;

/// <summary>The <c>Server-Timing</c> header: the engine's time in milliseconds.</summary>
internal static class ServerTiming
{
    /// <summary>Most queries take less than this many microseconds; their headers are made once.</summary>
    private const int Kept = 1000;

    private static readonly string?[] Made = new string?[Kept];

    /// <summary>The header's value.</summary>
    public static string Of(TimeSpan engine)
    {
        var microseconds = engine.Ticks / TimeSpan.TicksPerMicrosecond;
        if (microseconds is < 0 or >= Kept)
            return Make(microseconds);
        // Two threads may make the same text at once; either will do.
        return Made[microseconds] ??= Make(microseconds);
    }

    private static string Make(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"engine;dur={microseconds / 1000.0:0.000}");
}

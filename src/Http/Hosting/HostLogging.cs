using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace MovieGrains.Http.Hosting;

/// <summary>How a process logs.</summary>
public static class HostLogging
{
    /// <summary>Logs to standard error alone, a line each.</summary>
    public static ILoggingBuilder ToStandardError(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        // Standard output is for the one line that scripts wait for.
        logging.AddSimpleConsole(static console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.QuietRequests();
        // What fails at start is told in one line, by the program; what fails later is logged where it fails.
        return logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }
}

using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLog : ILogger<Ingester>
{
    public List<(LogLevel Level, string Text)> Lines { get; } = [];

    /// <summary>Each line as it comes.</summary>
    public Channel<string> Written { get; } = Channel.CreateUnbounded<string>();

    public IEnumerable<string> Texts => Lines.Select(line => line.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add((logLevel, formatter(state, exception)));
        Written.Writer.TryWrite(formatter(state, exception));
    }
}

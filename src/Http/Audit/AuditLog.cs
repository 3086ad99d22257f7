using System.Buffers;
using Microsoft.Extensions.Logging;
using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Throttling;

namespace MovieGrains.Http.Audit;

/// <summary>Tells who has changed what, or was refused to: a line for each write, under a category of its own.</summary>
/// <remarks>Names, ids and outcomes; never what a movie says, nor a key. Silenced, or sent elsewhere, by the level of its
/// category, as any logging is configured (<c>Logging__LogLevel__MovieGrains.Audit=None</c>).</remarks>
internal sealed partial class AuditLog(AccessPolicy policy, ILoggerFactory logs)
{
    /// <summary>The category.</summary>
    public const string Category = "MovieGrains.Audit";

    private static readonly SearchValues<char> PlainLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.,~ ");

    private readonly ILogger _log = logs.CreateLogger(Category);

    /// <summary>Tells of a write that was answered.</summary>
    /// <param name="exchange">The write.</param>
    /// <param name="route">The pattern of its path.</param>
    public void Note(Exchange exchange, string route)
    {
        if (!_log.IsEnabled(LogLevel.Information))
            return;
        var context = exchange.Context;
        Written(
            NameOf(exchange.Caller), context.Request.Method, route, Plain(exchange.Subject ?? "-"), exchange.Outcome ?? "done",
            context.Response.StatusCode, ClientAddress.Of(context, policy.TrustedProxies)?.ToString() ?? "-");
    }

    // What stands in a path is what a client sent: it must not look like the rest of a line, nor like another line.
    private static string Plain(string subject) => subject.AsSpan().ContainsAnyExcept(PlainLetters)
        ? string.Concat(subject.Select(static letter => PlainLetters.Contains(letter) ? letter : '?'))
        : subject;

    private string NameOf(Caller caller)
    {
        if (caller.Key is { } key)
            return key.Name;
        return policy.HasKeys ? "(nobody known)" : "(no keys)";
    }

    [LoggerMessage(1, LogLevel.Information, "{Caller} {Method} {Route} {Subject}: {Outcome} ({Status}), from {Address}")]
    private partial void Written(string caller, string method, string route, string subject, string outcome, int status, string address);
}

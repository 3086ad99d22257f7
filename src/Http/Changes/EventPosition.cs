using System.Buffers;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Parameters;

namespace MovieGrains.Http.Changes;

/// <summary>Where a client wants to go on: the header of reconnecting clients, or the parameter of those that can't set one.</summary>
internal static class EventPosition
{
    private const string Header = "Last-Event-ID";
    private const int ShownCharacters = 40;

    /// <summary>What positions are made of. Nothing else reaches the feed, nor comes back in the stream, where the end of a line
    /// would begin another field.</summary>
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>The position that a request names, or null when it begins now.</summary>
    /// <param name="exchange">The request, its parameters read; takes what is wrong.</param>
    public static string? Of(Exchange exchange)
    {
        var parameters = exchange.Reader.Parameters;
        // A browser that comes again sends the newest position as the header, to the address that it was given at first.
        var header = exchange.Context.Request.Headers[Header];
        var fromHeader = !string.IsNullOrEmpty(header);
        var position = fromHeader ? header.ToString() : parameters.LastEventId;
        if (position is not null && position.AsSpan().ContainsAnyExcept(Letters))
            parameters.Faults.Add(Malformed(exchange, position));
        return position;
    }

    /// <summary>What is wrong with a position that is none.</summary>
    public static ParameterFault Malformed(Exchange exchange, string position)
    {
        var name = string.IsNullOrEmpty(exchange.Context.Request.Headers[Header]) ? MovieParameters.Changes.All[0].Name : Header;
        return new ParameterFault(name, PercentText.Shorten(position, ShownCharacters), "it is not an id of this stream of changes");
    }
}

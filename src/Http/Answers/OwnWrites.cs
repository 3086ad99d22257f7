using MovieGrains.Catalog;

namespace MovieGrains.Http.Answers;

/// <summary>The header by which a client sees its own writes where not every reader has them at once: the answer to a write has it,
/// and a read that sends it back sees the write.</summary>
internal static class OwnWrites
{
    public const string Header = "Movies-At";

    /// <summary>The catalogue as the request wants to see it; null when the header can't be read.</summary>
    public static ICatalog? See(ICatalog catalog, Exchange exchange)
    {
        var sent = exchange.Context.Request.Headers[Header];
        return sent.Count == 0 ? catalog : catalog.Seeing(sent.ToString());
    }

    /// <summary>Tells with which header reads see a write.</summary>
    public static void Tell(Exchange exchange, string? at)
    {
        if (at is not null)
            exchange.Context.Response.Headers[Header] = at;
    }
}

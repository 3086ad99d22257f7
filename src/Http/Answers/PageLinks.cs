using System.Globalization;

namespace MovieGrains.Http.Answers;

/// <summary>Where a page stands in its result, and the links that follow from that.</summary>
/// <param name="Page">From 1; null when a cursor says where.</param>
/// <param name="PageSize">Items per page.</param>
/// <param name="Total">Items in the result.</param>
/// <param name="FirstPage">What the path calls its first page, 0 or 1.</param>
internal readonly record struct PageLinks(long? Page, int PageSize, long Total, long FirstPage)
{
    /// <summary>Sets the <c>Link</c> header, if there is anywhere to go.</summary>
    /// <param name="exchange">The request, whose path and parameters the links keep.</param>
    /// <param name="cursor">What goes on after the last item; null when nothing follows or there are no cursors.</param>
    /// <param name="hasMore">Whether anything follows.</param>
    public void Set(Exchange exchange, string? cursor, bool hasMore)
    {
        var text = exchange.Text.Clear();
        if (cursor is not null)
            LinkHeader.Append(text, exchange.Target, "next", "cursor", cursor);
        else if (hasMore && Page is { } page)
            LinkHeader.Append(text, exchange.Target, "next", "page", Named(page + 1));
        // On the first page the beginning is here, and nothing is before it.
        if (Page is > 1)
            LinkHeader.Append(text, exchange.Target, "prev", "page", Named(Math.Min(Page.Value - 1, LastPage)));
        if (Page is null or > 1)
            LinkHeader.Append(text, exchange.Target, "first");
        if (text.Length > 0)
            exchange.Context.Response.Headers.Link = text.ToString();
    }

    // Before a page beyond the end comes the last one that has items.
    private long LastPage => Math.Max(1, (Total + PageSize - 1) / PageSize);

    // What the path calls a page.
    private string Named(long page) => (page - 1 + FirstPage).ToString(CultureInfo.InvariantCulture);
}

using Microsoft.AspNetCore.Http.Features;

namespace MovieGrains.Http.Ingest.Notifications;

/// <summary>Reads a request's body whole, up to a bound.</summary>
internal static class NotificationBody
{
    /// <summary>The body's bytes.</summary>
    /// <exception cref="BadHttpRequestException">It is longer than the bound.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int most)
    {
        // The server's bound is for paths that say nothing of their own; this one counts for itself.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = null;
        var bytes = new MemoryStream();
        var room = new byte[1 << 14];
        while (await context.Request.Body.ReadAsync(room, context.RequestAborted) is > 0 and var read)
        {
            if (bytes.Length + read > most)
                throw new BadHttpRequestException("The notification is too long.", StatusCodes.Status413PayloadTooLarge);
            bytes.Write(room, 0, read);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}

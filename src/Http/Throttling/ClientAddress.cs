using System.Net;

namespace MovieGrains.Http.Throttling;

/// <summary>The address of whoever sends a request, through proxies that are trusted to tell it.</summary>
internal static class ClientAddress
{
    /// <summary>More proxies than anybody has in a row; what is further away than that is not looked for.</summary>
    private const int MostHops = 16;

    /// <summary>The address; null when the connection has none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="trusted">Networks of proxies. Each adds whom it was asked by at the end of <c>X-Forwarded-For</c>; what stands
    /// before the first that is not one of them may be anything.</param>
    public static IPAddress? Of(HttpContext context, IReadOnlyList<IPNetwork> trusted)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        if (trusted.Count == 0 || !IsTrusted(address, trusted))
            return address;
        var forwarded = context.Request.Headers["X-Forwarded-For"].ToString().AsSpan();
        for (var hops = 0; hops < MostHops && !forwarded.IsEmpty && IsTrusted(address, trusted); hops++)
        {
            var comma = forwarded.LastIndexOf(',');
            if (!IPAddress.TryParse(forwarded[(comma + 1)..].Trim(), out var next))
                return address;
            address = Plain(next);
            forwarded = comma < 0 ? default : forwarded[..comma];
        }
        return address;
    }

    private static bool IsTrusted(IPAddress? address, IReadOnlyList<IPNetwork> trusted)
    {
        foreach (var network in trusted)
        {
            if (address is not null && network.Contains(address))
                return true;
        }
        return false;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

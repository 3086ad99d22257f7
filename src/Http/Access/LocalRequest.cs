using System.Net;

namespace MovieGrains.Http.Access;

/// <summary>Tells whether a request comes from this machine, of somebody's own will.</summary>
/// <remarks>
/// The address alone does not: a proxy on this machine lends its own to everybody, and a browser on it sends what any page
/// wants, under a name that the page's owner may have pointed here. So a request with a proxy's headers, with a host that
/// is no name of this machine, or from a page of another origin is not taken for local.
/// </remarks>
internal static class LocalRequest
{
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Why a request isn't taken for local; null when it is.</summary>
    public static string? WhyNot(HttpContext context)
    {
        var request = context.Request;
        if (!IsLoopback(context.Connection.RemoteIpAddress))
            return "it comes from another machine";
        foreach (var header in ProxyHeaders)
        {
            if (request.Headers.ContainsKey(header))
                return "it comes through a proxy";
        }
        if (!IsLoopbackName(request.Host.Host))
            return "its Host is no name of this machine";
        return IsOwnPage(request) ? null : "it comes from a page of another origin";
    }

    private static bool IsLoopback(IPAddress? address)
    {
        if (address is null)
            return false;
        return IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsLoopback(address));

    // Browsers send an origin with every request that can change something; scripts send none.
    private static bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));
    }
}

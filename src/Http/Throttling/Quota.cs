using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Throttling;

/// <summary>What a client may still ask, told in every answer.</summary>
/// <remarks>As the IETF's draft-ietf-httpapi-ratelimit-headers-10 has it: <c>RateLimit-Policy: "address";q=600;w=60</c>, a quota of 600
/// in a window of 60 s, and <c>RateLimit: "address";r=599;t=1</c>, of which 599 are left, and all of it again in 1 s.</remarks>
/// <param name="Name">The policy's name; null when none applies.</param>
/// <param name="Policy">The policy, as its header has it.</param>
/// <param name="Lease">What is left.</param>
internal readonly record struct Quota(string? Name, StringValues Policy, Lease Lease)
{
    /// <summary>Sets the headers, where a policy applies.</summary>
    public void Set(IHeaderDictionary headers)
    {
        if (Name is null)
            return;
        headers["RateLimit-Policy"] = Policy;
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";r={Lease.Remaining};t={Lease.Seconds}");
    }
}

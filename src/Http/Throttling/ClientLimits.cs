using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;
using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Throttling;

/// <summary>Holds clients to what they may ask: those that show a key by that, wherever they ask from, and all others by their
/// address.</summary>
internal sealed class ClientLimits
{
    /// <summary>Of half a megabyte in all.</summary>
    private const int AddressBuckets = 1 << 16;

    /// <summary>Some more than there may be keys, so that few share one.</summary>
    private const int KeyBuckets = 1 << 14;

    /// <summary>What one customer of a provider commonly has: with less than that told apart, every address of it would be a client.</summary>
    private const int NetworkBytes = 8;

    private readonly AccessPolicy _policy;
    private readonly Door _door;
    private readonly Limited? _addresses;
    private readonly Limited? _keys;

    private ClientLimits(AccessPolicy policy, Door door, TimeProvider time)
    {
        _policy = policy;
        _door = door;
        _addresses = policy.PerAddress is { } perAddress ? new Limited("address", perAddress, AddressBuckets, time) : null;
        _keys = (policy.PerKey ?? policy.PerAddress) is { } perKey ? new Limited("key", perKey, KeyBuckets, time) : null;
    }

    /// <summary>The limits that a policy sets; null when it sets none.</summary>
    public static ClientLimits? Of(AccessPolicy policy, Door door, TimeProvider time) =>
        policy.PerAddress is null && policy.PerKey is null ? null : new ClientLimits(policy, door, time);

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may go on; else why not.</returns>
    public Problem? Refuse(Exchange exchange)
    {
        _door.Identify(exchange);
        // A wrong key counts for the address: whoever tries keys gets no further than its limit.
        var key = exchange.Caller.Key;
        if ((key is null ? _addresses : _keys) is not { } limited)
            return null;
        var lease = limited.Buckets.Take(key is null ? HashOf(ClientAddress.Of(exchange.Context, _policy.TrustedProxies)) : HashCode.Combine(key.Name));
        exchange.Quota = new Quota(limited.Name, limited.Policy, lease);
        exchange.Quota.Set(exchange.Context.Response.Headers);
        return lease.IsTaken ? null : Problem.TooManyRequests(lease.Seconds);
    }

    // The runtime's own hash begins with a number that each process takes at random.
    private static int HashOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out var length))
            return 0;
        var hash = default(HashCode);
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytes : length)]);
        return hash.ToHashCode();
    }

    private sealed class Limited(string name, RateLimit limit, int buckets, TimeProvider time)
    {
        public string Name { get; } = name;

        public StringValues Policy { get; } =
            string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={limit.Requests};w={(int)limit.Window.TotalSeconds}");

        public TokenBuckets Buckets { get; } = new(limit, buckets, time);
    }
}

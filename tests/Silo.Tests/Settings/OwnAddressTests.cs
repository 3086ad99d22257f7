using System.Net;
using MovieGrains.Silo.Settings;

namespace MovieGrains.Silo.Tests.Settings;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("10.0.0.7", "127.0.0.1", "10.0.0.7", "10.0.1.7")]
    [InlineData("10.0.0.7", "fd00::7", "10.0.0.7")]
    [InlineData("fd00::7", "::1", "fe80::7", "fd00::7")]
    [InlineData(null, "127.0.1.1", "::1")]
    public void Of_AddressesOfAMachine_IsTheOneForOthers(string? expected, params string[] addresses) =>
        Assert.Equal(expected, OwnAddress.Of(addresses.Select(IPAddress.Parse).ToList())?.ToString());
}

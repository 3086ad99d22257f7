using System.Net;
using System.Net.Sockets;

namespace MovieGrains.Silo.Settings;

/// <summary>The address of the machine itself, for where nobody can tell it: containers of one service get theirs when they start.</summary>
internal static class OwnAddress
{
    /// <summary>What is given in place of an address.</summary>
    public const string Auto = "auto";

    /// <summary>Asks the machine.</summary>
    /// <returns>Null when it has none at which others could reach it.</returns>
    public static IPAddress? Find()
    {
        try
        {
            return Of(Dns.GetHostAddresses(Dns.GetHostName()));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The first address at which others can reach the machine, of IPv4 if it has one.</summary>
    public static IPAddress? Of(IReadOnlyList<IPAddress> addresses)
    {
        var reachable = addresses.Where(static address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal).ToList();
        return reachable.Find(static address => address.AddressFamily is AddressFamily.InterNetwork) ?? reachable.FirstOrDefault();
    }
}

using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MovieGrains.Http.Hosting;

namespace MovieGrains.Http.Tls;

/// <summary>HTTPS with a certificate of files, which is exchanged when they change: connections after that have the new one.</summary>
/// <param name="certificate">The file of the certificate, and of those between it and its authority.</param>
/// <param name="key">The file of its key.</param>
/// <exception cref="FormatException">They can't be used; the message says why.</exception>
public sealed class ServerTls(string certificate, string key)
{
    /// <summary>What TLS 1.0 and 1.1 allow is broken; RFC 8996.</summary>
    internal const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>How long may a handshake take? A few round trips; whoever is slower holds a connection for nothing.</summary>
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly Watched<TlsIdentity> _identity = new([certificate, key], static files => TlsIdentity.Read(files[0], files[1]));

    /// <summary>The files.</summary>
    public Watched Files => _identity;

    /// <summary>Makes an endpoint speak it.</summary>
    internal void Use(ListenOptions endpoint) => endpoint.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _identity.Value.Context,
            EnabledSslProtocols = Protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        }),
    });
}

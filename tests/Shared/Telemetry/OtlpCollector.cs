using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MovieGrains.Tests.Telemetry;

/// <summary>An endpoint that takes what is sent by OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _taken = new(StringComparer.Ordinal);

    public OtlpCollector()
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        Ended = TakeAsync();
    }

    public string Endpoint { get; }

    private Task Ended { get; }

    /// <summary>Whether a path has been sent a text, such as a name.</summary>
    public bool Has(string path, string text) => Has(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a path has been sent a number, such as a bucket's edge.</summary>
    public bool Has(string path, double number) => Has(path, BitConverter.GetBytes(number));

    /// <summary>The spans that were sent.</summary>
    public List<OtlpSpan> Spans() =>
        _taken.TryGetValue("/v1/traces", out var bodies) ? [.. bodies.SelectMany(OtlpSpan.Read)] : [];

    public void Dispose()
    {
        _listener.Close();
        Ended.GetAwaiter().GetResult();
    }

    private bool Has(string path, byte[] bytes) =>
        _taken.TryGetValue(path, out var bodies) && bodies.Any(body => body.AsSpan().IndexOf(bytes) >= 0);

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _taken.GetOrAdd(context.Request.Url!.AbsolutePath, _ => []).Enqueue(body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

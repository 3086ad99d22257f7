using System.Diagnostics;
using System.Globalization;

namespace MovieGrains.Tests.S3;

/// <summary>A real S3 server, s3rver, on a free port of loopback, with a bucket in a temporary folder.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "movies";

    /// <summary>Both parts of the only credentials it knows.</summary>
    public const string Credential = "S3RVER";

    /// <summary>Ends with its standard input, so that it never outlives the tests, however these end.</summary>
    private const string Script = """
        const [, module, directory, bucket] = process.argv;
        const S3rver = require(module);
        process.stdin.resume().on('end', () => process.exit(0));
        new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false, configureBuckets: [{ name: bucket }] })
          .run().then(a => console.log(a.port));
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
    private readonly Process _process;
    private readonly string _folder;

    private S3Server(Process process, string folder, Uri endpoint) => (_process, _folder, Endpoint) = (process, folder, endpoint);

    /// <summary>Whether this machine has it.</summary>
    public static bool IsInstalled => NpmTools.Find("s3rver") is not null;

    public Uri Endpoint { get; }

    /// <summary>Starts it, or skips the test where it is not installed.</summary>
    public static async Task<S3Server> StartAsync()
    {
        var module = NpmTools.Find("s3rver");
        Assert.SkipWhen(module is null, "s3rver is not installed; ./movies test installs it.");
        var folder = Directory.CreateTempSubdirectory("s3").FullName;
        // It ciphers continuation tokens in a way that Node keeps for old friends only.
        var start = new ProcessStartInfo("node", ["--openssl-legacy-provider", "-e", Script, module, folder, Bucket])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(int.TryParse(port, CultureInfo.InvariantCulture, out _), $"s3rver did not start: {port}");
        return new S3Server(process, folder, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Makes another bucket.</summary>
    public async Task MakeBucketAsync(string name)
    {
        using var response = await _client.PutAsync(S3Uri.Of(Endpoint, $"/{name}"), null);
        response.EnsureSuccessStatusCode();
    }

    public async Task PutAsync(string key, byte[] bytes)
    {
        using var response = await _client.PutAsync(S3Uri.Of(Endpoint, Bucket, key), new ByteArrayContent(bytes));
        response.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string key)
    {
        using var response = await _client.DeleteAsync(S3Uri.Of(Endpoint, Bucket, key));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

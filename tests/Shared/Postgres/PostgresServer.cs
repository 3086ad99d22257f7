using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MovieGrains.Tests.Postgres;

/// <summary>A real PostgreSQL on a free port of loopback, with its data in a temporary folder.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Of all users, the one who needs a password.</summary>
    public const string Guarded = "guarded";

    private const string User = "movies";

    /// <summary>Ends with its standard input, so that the server never outlives whoever started it, however that ends. An interrupt is
    /// how it is told to end without waiting for its clients.</summary>
    private const string Script = "\"$@\" & server=$!; cat >/dev/null; kill -INT $server; wait $server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly int _port;
    private Process _process;
    private int _databases;

    private PostgresServer(string folder, int port) => (_folder, _port, _process) = (folder, port, Serve(folder, port));

    /// <summary>The folder of its programs; null when it is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    /// <summary>Starts it; <see cref="Programs"/> must be there.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("postgres").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync(["chown", "postgres", folder]);
        await RunAsync([.. AsUser("initdb"), "-D", folder, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        // The first line that fits a connection counts.
        var rules = Path.Combine(folder, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"host all {Guarded} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(rules)}");
        var running = new PostgresServer(folder, FreePort());
        await running.UntilItAnswersAsync();
        return running;
    }

    /// <summary>Ends it, for those who run on; its data stays.</summary>
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    /// <summary>Starts it again, at the same port with the same data.</summary>
    public Task StartAgainAsync()
    {
        _process = Serve(_folder, _port);
        return UntilItAnswersAsync();
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await using var database = NpgsqlDataSource.Create(ConnectionTo("postgres"));
        await using var create = database.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync();
        return ConnectionTo(name);
    }

    /// <summary>Dumps a database into a file, as docs/operations.md says: while it is used, as it is at one moment.</summary>
    public static Task DumpAsync(string connection, string file) =>
        RunAsync([ClientProgram("pg_dump"), "--format=custom", "--no-owner", "--file", file, "--dbname", NameOf(connection)]);

    /// <summary>Reads such a file into an empty database.</summary>
    public static Task RestoreAsync(string connection, string file) =>
        RunAsync([ClientProgram("pg_restore"), "--no-owner", "--exit-on-error", "--dbname", NameOf(connection), file]);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Serve(string folder, int port)
    {
        string[] server =
        [
            .. AsUser("postgres"), "-D", folder, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "logging_collector=off",
        ];
        return Begin(["sh", "-c", Script, "sh", .. server]);
    }

    private string ConnectionTo(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Timeout=5");

    // Where the server's own programs are found by links, these lie beside what the links lead to.
    private static string ClientProgram(string name)
    {
        var server = Path.Combine(Programs!, "postgres");
        return Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!, name);
    }

    // As PostgreSQL's own programs take it.
    private static string NameOf(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return string.Create(CultureInfo.InvariantCulture, $"host={parts.Host} port={parts.Port} user={parts.Username} dbname={parts.Database}");
    }

    private async Task UntilItAnswersAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Pooling=false");
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (NpgsqlException reason)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException("PostgreSQL ended at once.", reason);
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
    }

    // It refuses to run as root, under whom containers commonly run tests.
    private static string[] AsUser(string program)
    {
        var path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path] : [path];
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Begin(command);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private static Process Begin(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Whoever it runs as may not be allowed where whoever starts it is.
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Debian keeps them by version, out of the path.
    private static string? FindPrograms()
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return paths.Concat(versions.OrderDescending(StringComparer.Ordinal).Select(static version => Path.Combine(version, "bin")))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}

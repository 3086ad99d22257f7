using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Load;

/// <summary>Sends requests at moments set beforehand, however the server does, and measures from those moments.</summary>
/// <remarks>
/// A client that waits for an answer before it asks again asks a slow server less often, and so leaves out of its figures what
/// its users would have waited. Here a request that finds no connection free waits in line and its time counts. Arrivals are
/// Poisson, as those of independent users are. One thread with one wait does it all: on a machine shared with the server, what the
/// generator spends, the server lacks.
/// </remarks>
internal sealed class OpenLoop : IDisposable
{
    private readonly Connection[] connections;
    private readonly Native.Waited[] waited;
    private readonly Stack<int> free = [];
    private readonly byte[][] requests;
    private readonly byte[] received = new byte[256 << 10];
    private readonly LatencyRecorder latencies = new(), delays = new();
    private LatencySeries? series;
    private Rolls rolls;
    private int nextRequest, failures;

    /// <summary>Connects.</summary>
    /// <param name="server">Host and port, plain HTTP.</param>
    /// <param name="paths">What to ask for, in turn, over and over.</param>
    /// <param name="connectionCount">Connections kept alive.</param>
    /// <param name="seed">Another seed, other moments.</param>
    public OpenLoop(Uri server, IReadOnlyList<string> paths, int connectionCount, ulong seed = 1)
    {
        if (!OperatingSystem.IsLinux())
            throw new BenchException("The open-loop generator needs Linux (ppoll).");
        rolls = new Rolls(seed);
        requests = [.. paths.Select(path => HttpRequest.Get(server, path))];
        connections = [.. Enumerable.Range(0, connectionCount).Select(_ => new Connection(server))];
        waited = [.. connections.Select(Wait)];
        for (var i = 0; i < connections.Length; i++)
            free.Push(i);
    }

    /// <summary>Whether it has a core whenever it wants one, where it may; false by default. With few requests it takes next to none of the
    /// server's time, and sends what is due when it is due though the server is busy. With many, the two must share.</summary>
    public bool ActsAtOnce { get; init; }

    /// <summary>Whether results have their latencies second by second; some 30 kB for each.</summary>
    public bool KeepsSeconds { get; init; }

    /// <summary>Sends at a rate for a time; what has not been answered by its end is waited for.</summary>
    /// <param name="rate">Requests per second.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellation">Ends the run; connections with requests in flight are of no use then.</param>
    /// <param name="enough">Nothing more is sent once this is cancelled; what is in flight is waited for.</param>
    public OpenLoopResult Run(double rate, TimeSpan duration, CancellationToken cancellation, CancellationToken enough = default)
    {
        Native.WakePromptly();
        using var promptly = ActsAtOnce ? RealTime.Begin() : default;
        latencies.Clear();
        delays.Clear();
        failures = 0;
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        series = KeepsSeconds ? new LatencySeries(start) : null;
        Drive(start, rate, duration, cancellation, enough);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new OpenLoopResult(
            rate, latencies.Count / elapsed.TotalSeconds, latencies, delays.Percentile(0.99), failures,
            (Environment.CpuUsage.TotalTime - cpu) / elapsed, series);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Socket.Dispose();
    }

    /// <summary>Each turn sends what is due while connections are free, then waits for an answer or the next moment.</summary>
    /// <remarks>Ends because moments only grow, and because a server that says nothing for long enough is given up.</remarks>
    private void Drive(long start, double rate, TimeSpan duration, CancellationToken cancellation, CancellationToken enough)
    {
        var ticksPerRequest = Stopwatch.Frequency / rate;
        double due = start, inTime = start;
        var end = start + (duration.TotalSeconds * Stopwatch.Frequency);
        while (due < end || free.Count < connections.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            while (due <= now && due < end && free.Count > 0)
            {
                // Late for want of a connection is the server's doing, and not counted as the generator's.
                if (due >= inTime)
                    delays.RecordTicks((long)(now - due));
                Send((long)due);
                due += -Math.Log(1 - rolls.Fraction()) * ticksPerRequest;
            }
            // With every connection busy or all sent, only an answer changes anything.
            var busy = free.Count == 0;
            Receive(due < end && !busy ? due : double.PositiveInfinity);
            if (busy)
                inTime = Stopwatch.GetTimestamp();
            // What was due before that moment is still sent, so that a server that stalls then is not let off.
            if (enough.IsCancellationRequested)
                end = Math.Min(end, Stopwatch.GetTimestamp());
        }
    }

    private void Send(long due)
    {
        var index = free.Pop();
        var connection = connections[index];
        connection.Due = due;
        connection.IsAsked = true;
        var request = requests[nextRequest];
        nextRequest = nextRequest + 1 < requests.Length ? nextRequest + 1 : 0;
        if (connection.Socket.Send(request) != request.Length)
            throw new BenchException("A request was not taken whole.");
    }

    private void Receive(double until)
    {
        const long patience = 10_000_000_000;
        var nanoseconds = Math.Max(0, (until - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency));
        var happened = Native.Wait(waited, (long)Math.Min(nanoseconds, patience));
        if (happened == 0 && nanoseconds >= patience)
            throw new BenchException("The server has not answered for 10 seconds.");
        for (var i = 0; i < waited.Length && happened > 0; i++)
        {
            if (waited[i].Happened == 0)
                continue;
            happened--;
            ReceiveFrom(i);
        }
    }

    private void ReceiveFrom(int index)
    {
        var connection = connections[index];
        var length = connection.Socket.Receive(received);
        if (length == 0)
        {
            // One that has not been needed for minutes is the server's to close.
            if (connection.IsAsked)
                throw new BenchException("The server closed a connection that it was asked on.");
            connection.Renew();
            waited[index] = Wait(connection);
            return;
        }
        if (!connection.Reader.Take(received.AsSpan(0, length)))
            return;
        var latency = Stopwatch.GetTimestamp() - connection.Due;
        latencies.RecordTicks(latency);
        series?.RecordTicks(connection.Due, latency);
        if (connection.Reader.Status != 200)
            failures++;
        connection.IsAsked = false;
        free.Push(index);
    }

    private static Native.Waited Wait(Connection connection) => new() { Descriptor = (int)connection.Socket.Handle, Events = Native.Readable };

    private sealed class Connection
    {
        private readonly Uri server;

        public Connection(Uri server)
        {
            this.server = server;
            Socket = Connect();
        }

        public Socket Socket { get; private set; }

        /// <summary>Whether an answer is waited for.</summary>
        public bool IsAsked { get; set; }

        public ResponseReader Reader { get; } = new();

        public long Due { get; set; }

        public void Renew()
        {
            Socket.Dispose();
            Socket = Connect();
        }

        private Socket Connect()
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Parse(server.Host), server.Port);
            return socket;
        }
    }
}

/// <summary>What an open-loop run found.</summary>
/// <param name="Rate">Requests per second that were due.</param>
/// <param name="Reached">Requests per second that were answered.</param>
/// <param name="Latencies">From the moment a request was due to the last byte of its answer.</param>
/// <param name="Delay99">99 % of the requests that had a connection were sent no later than this after they were due.</param>
/// <param name="Failures">Answers other than 200.</param>
/// <param name="Cores">Processor time that the generator took, in cores.</param>
/// <param name="Seconds">The latencies second by second; null when they were not kept.</param>
internal sealed record OpenLoopResult(
    double Rate, double Reached, LatencyRecorder Latencies, TimeSpan Delay99, int Failures, double Cores, LatencySeries? Seconds = null);

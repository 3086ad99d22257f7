using System.Text;

namespace MovieGrains.Tests.S3;

/// <summary>How an answer that is not sent whole ends.</summary>
internal enum FaultEnding
{
    /// <summary>The connection is closed properly.</summary>
    Close,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing more comes, and the connection stays.</summary>
    Hang,
}

/// <summary>What is done to one answer.</summary>
internal sealed record Fault
{
    public static readonly Fault None = new();

    /// <summary>What happens after the request has come and before it is answered.</summary>
    public Func<Task> Before { get; private init; } = static () => Task.CompletedTask;

    /// <summary>Sent instead of asking the server.</summary>
    public ProxyAnswer? Instead { get; private init; }

    /// <summary>What becomes of the answer.</summary>
    public Func<ProxyAnswer, ProxyAnswer> Alter { get; private init; } = static answer => answer;

    /// <summary>How many bytes of the body are sent; null for all.</summary>
    public int? StopAfter { get; private init; }

    public FaultEnding Ending { get; private init; }

    /// <summary>Something happens to the bucket just before the request reaches it.</summary>
    public static Fault Meanwhile(Func<Task> happens) => new() { Before = happens };

    /// <summary>The header tells the right length, and fewer bytes come.</summary>
    public static Fault TruncateAfter(int bytes) => new() { StopAfter = bytes };

    public static Fault ResetAfter(int bytes) => new() { StopAfter = bytes, Ending = FaultEnding.Reset };

    public static Fault HangAfter(int bytes) => new() { StopAfter = bytes, Ending = FaultEnding.Hang };

    /// <summary>The same, and nothing comes after some bytes.</summary>
    public Fault ThenHangAfter(int bytes) => this with { StopAfter = bytes, Ending = FaultEnding.Hang };

    /// <summary>An error as S3 words it, without asking the server.</summary>
    public static Fault Error(int status, string code) => Answer(new ProxyAnswer(
        status, [("Content-Type", "application/xml")], Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code><Message>Of the test.</Message></Error>")));

    public static Fault Answer(ProxyAnswer answer) => new() { Instead = answer };

    public static Fault Header(string name, string? value) => new() { Alter = answer => answer.With(name, value) };

    public static Fault FlipByte(int at) => Body(body =>
    {
        var flipped = body.ToArray();
        flipped[at] ^= 1;
        return flipped;
    });

    public static Fault Body(Func<byte[], byte[]> change) => new() { Alter = answer => answer with { Body = change(answer.Body) } };
}

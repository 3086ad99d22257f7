using System.Text;
using MovieGrains.Http.Access;
using MovieGrains.Http.Throttling;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Answers;

/// <summary>One request and its answer, with the buffers that serve one exchange after another.</summary>
internal sealed class Exchange
{
    /// <summary>The request and the response.</summary>
    public HttpContext Context { get; private set; } = null!;

    /// <summary>The request's target, as sent.</summary>
    public RawTarget Target { get; private set; }

    /// <summary>Whether the same URL answers otherwise to another <c>Accept</c>.</summary>
    public bool VariesByAccept { get; set; }

    /// <summary>What the request sends; null unless it is one that changes something.</summary>
    public RequestBody? Sent { get; set; }

    /// <summary>Whether the request changes something; its answer is for nobody of another origin.</summary>
    public bool IsWrite => Sent is not null;

    /// <summary>Who sends the request; not known until it is asked for.</summary>
    public Caller Caller { get; set; }

    /// <summary>What the client may still ask, where that is limited.</summary>
    public Quota Quota { get; set; }

    /// <summary>What a write was about, for the audit log; null until it is known.</summary>
    public string? Subject { get; set; }

    /// <summary>What became of a write, for the audit log; null when that needs no word.</summary>
    public string? Outcome { get; set; }

    /// <summary>Takes the answer's body.</summary>
    public PooledBuffer Body { get; } = new();

    /// <summary>Takes the body once more, content-coded.</summary>
    public PooledBuffer Coded { get; } = new();

    /// <summary>Reads the request's parameters.</summary>
    public ParameterReader Reader { get; } = new();

    /// <summary>For putting a header's text together.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Begins with a request.</summary>
    public void Begin(HttpContext context, RawTarget target)
    {
        Context = context;
        Target = target;
        VariesByAccept = false;
        Caller = default;
        Quota = default;
        Subject = Outcome = null;
        Body.Clear();
        Coded.Clear();
        Reader.Begin();
    }

    /// <summary>Lets go of the request.</summary>
    public void End()
    {
        Context = null!;
        Target = default;
        Sent?.Dispose();
        Sent = null;
        Body.Clear();
        Coded.Clear();
    }
}

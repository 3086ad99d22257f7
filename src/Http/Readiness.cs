namespace MovieGrains.Http;

/// <summary>Whether this process should be sent requests: told by whoever composes it, shown by <c>/readyz</c>.</summary>
/// <remarks>
/// Loaded and stopping are two facts, not two states of one: a process told to stop before its first load is complete
/// must neither become ready nor answer queries when that load ends.
/// </remarks>
public sealed class Readiness
{
    /// <summary>Why nothing is answered yet.</summary>
    internal const string NotLoaded = "The first load is not yet complete.";

    private volatile bool _loaded;
    private volatile bool _stopping;

    /// <summary>Whether the first load is complete, so that queries can be answered; stays so while stopping.</summary>
    public bool IsLoaded => _loaded;

    /// <summary>Whether the process has begun to stop.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Whether new requests should be sent here.</summary>
    public bool IsReady => _loaded && !_stopping;

    /// <summary>The first load is complete.</summary>
    public void MarkLoaded() => _loaded = true;

    /// <summary>The process is about to stop; requests under way still end.</summary>
    public void MarkStopping() => _stopping = true;
}

using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Access;

/// <summary>Where a request shows who it is, and is let in or not.</summary>
internal sealed class Door(AccessPolicy policy, TimeProvider time)
{
    /// <summary>Whether a read of this kind needs anything at all.</summary>
    public bool Guards(Scopes scope) => scope == Scopes.Admin || (scope == Scopes.Read && policy.ReadsNeedKey);

    /// <summary>Looks at the key that a request shows, and remembers whose it is.</summary>
    public void Identify(Exchange exchange)
    {
        if (exchange.Caller.IsKnown || !policy.HasKeys)
            return;
        var method = exchange.Context.Request.Method;
        var takesPassword = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        var shown = ShownKey.Of(exchange.Context.Request.Headers, takesPassword);
        exchange.Caller = shown.IsEmpty ? Caller.Nobody : Judge(policy.Find(shown));
    }

    /// <summary>Lets a read in.</summary>
    /// <returns>Null when it may go on; else why not.</returns>
    public Problem? AdmitRead(Exchange exchange, Scopes scope)
    {
        // Whoever is on the machine can read what the process keeps anyhow.
        var whyNotLocal = scope == Scopes.Admin ? LocalRequest.WhyNot(exchange.Context) : "";
        if (whyNotLocal is null)
            return null;
        if (!policy.HasKeys)
            return Problem.OperatorsOnly(whyNotLocal);
        Identify(exchange);
        return exchange.Caller.WhyNot(scope)?.OrPassword();
    }

    /// <summary>Lets a write in.</summary>
    /// <returns>Null when it may go on; else why not.</returns>
    public Problem? AdmitWrite(Exchange exchange, Scopes scope)
    {
        if (!policy.HasKeys)
            return LocalRequest.WhyNot(exchange.Context) is { } whyNot ? Problem.WriteProtected(whyNot) : null;
        Identify(exchange);
        return exchange.Caller.WhyNot(scope);
    }

    private Caller Judge(ApiKey? key)
    {
        if (key is null)
            return Caller.Stranger;
        return key.Until <= time.GetUtcNow() ? Caller.Late : Caller.Of(key);
    }
}

using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Access;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Routes;

namespace MovieGrains.Http.Writes;

/// <summary>What every write passes before its path sees it: who may write, whether anything can be written now, and whether
/// the body can be read.</summary>
internal sealed class WriteGuard(AccessPolicy policy, Door door, Readiness readiness, ICatalogWriter? writer = null)
{
    private readonly bool _isReadOnly = policy.ReadOnly || writer is null;
    private readonly BodyBudget _budget = new();

    /// <summary>Lets a write in.</summary>
    /// <returns>Null when it may go on, with its body to be read; else why not.</returns>
    public Problem? Admit(Exchange exchange, WriteMethod write)
    {
        var context = exchange.Context;
        exchange.Sent = new RequestBody(context, write.BodyBytes, _budget);
        if (write.ChangesMovies && _isReadOnly)
            return Problem.ReadOnly(policy.WriterUrl);
        if (door.AdmitWrite(exchange, write.Scope) is { } forbidden)
            return forbidden;
        if (write.ChangesMovies && !readiness.IsLoaded)
            return Problem.NotReady(Readiness.NotLoaded);
        if (context.Request.ContentLength > write.BodyBytes)
            return Problem.BodyTooLarge(write.BodyBytes);
        return write.BodyTypes?.Check(context.Request.Headers);
    }
}

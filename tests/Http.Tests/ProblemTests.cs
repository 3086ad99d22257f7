using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Writes;
using MovieGrains.Http.Parameters;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Tests;

public sealed class ProblemTests
{
    private static readonly Problem[] All =
    [
        Problem.BadParameters([new ParameterFault("x", null, "y")]), Problem.BadRequest(400), Problem.NoSuchMovie("x"), Problem.NoSuchPath(),
        Problem.NoChangeFeed(), Problem.NoCluster(), Problem.ChangesExpired(), Problem.TooManyListeners(), Problem.NoSuchFile("x"), Problem.BadNotification("x"),
        Problem.NoSuchSource("x"), Problem.QueueFull(), Problem.TooManyExports(),
        Problem.MethodNotAllowed("PUT", "GET"), Problem.NotAcceptable(), Problem.Gone("x"), Problem.TargetTooLong(1), Problem.Internal(),
        Problem.NotReady("x"), Problem.Unavailable("x"), Problem.OperatorsOnly("x"), Problem.BadHeader("x", "y"), Problem.BadBody(new FileFault(1, "x")), Problem.BadRecord(null),
        Problem.RecordsRejected(static _ => { }), Problem.KeyRequired(), Problem.KeyInvalid(), Problem.KeyExpired(), Problem.TooManyRequests(1), Problem.ScopeMissing("x"), Problem.WriteProtected("x"), Problem.ReadOnly(null),
        Problem.IdentityConflict(null), Problem.ConditionFailed("x"), Problem.BodyTooLarge(1), Problem.UnsupportedType("x"),
        Problem.IdempotencyKeyMisused(), Problem.TooManyWrites(), Problem.Of(new WriteRefusedException(WriteRefusal.StorageFull, "x")),
        Problem.Of(new WriteRefusedException(WriteRefusal.StorageFailed, "x")),
    ];

    [Fact]
    public void Kinds_AllOfThem_AreDocumentedAndNoOthers()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "errors.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]);
        Assert.Equal(
            string.Join(' ', All.Select(p => p.Kind).Order(StringComparer.Ordinal)),
            string.Join(' ', rows.Order(StringComparer.Ordinal)));
    }
}

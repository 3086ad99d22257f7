using MovieGrains.Http.Access;
using MovieGrains.Http.Audit;
using MovieGrains.Http.Throttling;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Routes;

/// <summary>What requests are checked by on their way to a route, and by whom writes are told of.</summary>
/// <param name="Door">Who may read.</param>
/// <param name="Writes">Who may write, and what.</param>
/// <param name="Limits">Who asks too much; null where nobody can.</param>
/// <param name="Audit">Tells of writes.</param>
internal sealed record RouteChecks(Door Door, WriteGuard Writes, ClientLimits? Limits, AuditLog Audit);

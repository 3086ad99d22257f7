using Microsoft.AspNetCore.Builder;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Access;

/// <summary>Keeps pages that tell of the inside, and are not routes of ours, for whoever runs the process: requests of this machine's own,
/// and those that show a key with <see cref="Scopes.Admin"/>.</summary>
public static class OperatorsOnly
{
    /// <summary>Asks for it at endpoints.</summary>
    /// <param name="endpoints">Which.</param>
    /// <param name="policy">The keys that will do; with none, only this machine will.</param>
    /// <param name="time">Tells whether a key has ended.</param>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoints, AccessPolicy policy, TimeProvider time)
        where TBuilder : IEndpointConventionBuilder
    {
        var door = new Door(policy, time);
        // Around whatever the endpoint is: filters would do for some kinds of handlers alone.
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } answer)
                endpoint.RequestDelegate = context => AnswerAsync(context, door, answer);
        });
        return endpoints;
    }

    private static Task AnswerAsync(HttpContext context, Door door, RequestDelegate answer)
    {
        PageHeaders.SetOfInside(context.Response.Headers);
        var exchange = new Exchange();
        exchange.Begin(context, RawTarget.Of(context));
        return door.AdmitRead(exchange, Scopes.Admin) is { } problem ? ProblemWriter.SendAsync(exchange, problem) : answer(context);
    }
}

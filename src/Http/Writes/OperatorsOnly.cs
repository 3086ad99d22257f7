using System.Text;
using Microsoft.AspNetCore.Builder;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.Writes;

/// <summary>Keeps pages that tell of the inside for whoever runs the process: requests of this machine's own, and those that show
/// a key.</summary>
/// <remarks>Browsers have no other way to show a key than as the password of basic authentication, whatever the name.</remarks>
public static class OperatorsOnly
{
    private const string Basic = "Basic ";

    /// <summary>Asks for it at endpoints.</summary>
    /// <param name="endpoints">Which.</param>
    /// <param name="keys">The keys that will do; with none, only this machine will.</param>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoints, IReadOnlyList<WriteKey> keys)
        where TBuilder : IEndpointConventionBuilder
    {
        // Around whatever the endpoint is: filters would do for some kinds of handlers alone.
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } answer)
                endpoint.RequestDelegate = context => WhyNot(context, keys) is { } problem ? RefuseAsync(context, problem) : answer(context);
        });
        return endpoints;
    }

    private static Problem? WhyNot(HttpContext context, IReadOnlyList<WriteKey> keys)
    {
        if (LocalRequest.WhyNot(context) is not { } whyNot)
            return null;
        if (keys.Count == 0)
            return Problem.OperatorsOnly(whyNot);
        var fault = ShownKey.Check(context.Request.Headers, keys);
        return fault is null || ShownKey.IsOneOf(Password(context.Request.Headers.Authorization.ToString()), keys) ? null : fault;
    }

    private static string Password(string authorization)
    {
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return "";
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length))
            return "";
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static Task RefuseAsync(HttpContext context, Problem problem)
    {
        if (problem.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"MovieGrains\", charset=\"UTF-8\"";
        return TypedResults.Problem(problem.Detail, null, problem.Status, problem.Title, Problem.TypePrefix + problem.Kind).ExecuteAsync(context);
    }
}

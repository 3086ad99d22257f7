using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;
using MovieGrains.Catalog;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Telemetry;
using MovieGrains.Http.Throttling;
using MovieGrains.Http.Metrics;
using MovieGrains.Http.Problems;
using MovieGrains.Http.Writes;

namespace MovieGrains.Http.Routes;

/// <summary>What every request passes on its way to a route: measuring, methods, bounds, readiness and failures.</summary>
/// <remarks>
/// In place of the framework's middlewares for these, each of which costs every request a step, most of them a state
/// machine. While an answer is complete when its handler returns, as it nearly always is, none is made here.
/// </remarks>
internal sealed partial class RouteGate(
    Route route, RouteMeter meter, HttpMeters meters, Readiness readiness, RouteChecks checks, ObjectPool<Exchange> exchanges, ILogger log)
{
    /// <summary>What proxies in front take as well, by their defaults.</summary>
    internal const int MaxTarget = 8192;

    /// <summary>The methods that pages of other origins may use: writes are for those of our own.</summary>
    private const string AllowOthers = "GET, HEAD, OPTIONS";

    /// <summary>Not a registered status: the client has gone, and nothing is sent.</summary>
    private const int ClientGone = 499;

    private readonly string _allow = route.Allow;
    private readonly bool _reads = route.AnswerAsync is not null;
    private readonly ClientLimits? _limits = route.IsProbe ? null : checks.Limits;
    private readonly bool _tells = log.IsEnabled(LogLevel.Debug);
    private readonly bool _isGuarded = checks.Door.Guards(route.ReadScope);

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var entered = meters.Enter();
        var exchange = exchanges.Get();
        var answer = BeginAsync(exchange, context);
        if (!answer.IsCompletedSuccessfully)
            return EndLaterAsync(answer, exchange, entered);
        End(exchange, entered);
        return Task.CompletedTask;
    }

    private Task BeginAsync(Exchange exchange, HttpContext context)
    {
        try
        {
            exchange.Begin(context, RawTarget.Of(context));
            return AnswerAsync(exchange);
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    private async Task EndLaterAsync(Task answer, Exchange exchange, long entered)
    {
        try
        {
            await answer;
        }
        catch (Exception failure)
        {
            await FailAsync(exchange, failure);
        }
        finally
        {
            End(exchange, entered);
        }
    }

    private void End(Exchange exchange, long entered)
    {
        var context = exchange.Context;
        meters.Leave(meter, context.Request.Method, context.Response.StatusCode, entered);
        if (HttpTracing.IsOn)
            HttpTracing.Complete(exchange, route);
        if (_tells)
            Answered(context.Request.Method, route.Pattern, context.Response.StatusCode);
        if (exchange.IsWrite)
            checks.Audit.Note(exchange, route.Pattern);
        exchange.End();
        exchanges.Return(exchange);
    }

    private Task AnswerAsync(Exchange exchange)
    {
        if (_limits is not null && _limits.Refuse(exchange) is { } refusal)
            return ProblemWriter.SendAsync(exchange, refusal);
        var method = exchange.Context.Request.Method;
        if ((_reads && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))) || route.IsFallback)
            return ReadAsync(exchange);
        if (HttpMethods.IsOptions(method))
            return AnswerOptionsAsync(exchange);
        foreach (var write in route.Writes)
        {
            if (HttpMethods.Equals(write.Method, method))
                return WriteAsync(exchange, write);
        }
        return ProblemWriter.SendAsync(exchange, Problem.MethodNotAllowed(method, _allow));
    }

    private Task ReadAsync(Exchange exchange)
    {
        if (exchange.Target.Length > MaxTarget)
            return ProblemWriter.SendAsync(exchange, Problem.TargetTooLong(MaxTarget));
        if (_isGuarded && checks.Door.AdmitRead(exchange, route.ReadScope) is { } refusal)
            return ProblemWriter.SendAsync(exchange, refusal);
        if (route is { NeedsCatalog: true, TellsLoading: false } && !readiness.IsLoaded)
            return ProblemWriter.SendAsync(exchange, Problem.NotReady(Readiness.NotLoaded));
        return route.AnswerAsync!(exchange);
    }

    private Task WriteAsync(Exchange exchange, WriteMethod write)
    {
        var refusal = checks.Writes.Admit(exchange, write);
        if (exchange.Target.Length > MaxTarget)
            refusal = Problem.TargetTooLong(MaxTarget);
        return refusal is null ? write.AnswerAsync(exchange) : ProblemWriter.SendAsync(exchange, refusal);
    }

    private Task AnswerOptionsAsync(Exchange exchange)
    {
        var response = exchange.Context.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        ConstantHeaders.Set(exchange);
        response.Headers.Allow = _allow;
        if (exchange.Context.Request.Headers.AccessControlRequestMethod.Count == 0)
            return Task.CompletedTask;
        response.Headers.AccessControlAllowMethods = AllowOthers;
        response.Headers.AccessControlAllowHeaders = "*";
        response.Headers.AccessControlMaxAge = "86400";
        return Task.CompletedTask;
    }

    private async Task FailAsync(Exchange exchange, Exception failure)
    {
        var context = exchange.Context;
        if (failure is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = ClientGone;
            return;
        }
        if (failure is not (BadHttpRequestException or RefusedException or CatalogUnavailableException))
            RequestFailed(route.Pattern, failure);
        if (context.Response.HasStarted)
        {
            // Half an answer is on its way; only a broken connection tells the client that it is not whole.
            context.Abort();
            return;
        }
        await ProblemWriter.SendAsync(exchange, ToProblem(failure));
    }

    private static Problem ToProblem(Exception failure) => failure switch
    {
        RefusedException refused => refused.Problem,
        CatalogUnavailableException unavailable => Problem.Unavailable(unavailable.Message),
        BadHttpRequestException bad => Problem.BadRequest(bad.StatusCode),
        _ => Problem.Internal(),
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Route}: {Status}")]
    private partial void Answered(string method, string route, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request for {Route} failed")]
    private partial void RequestFailed(string route, Exception failure);
}

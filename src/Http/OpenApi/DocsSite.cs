using Microsoft.AspNetCore.Builder;
using MovieGrains.Http.Answers;
using MovieGrains.Http.Problems;

namespace MovieGrains.Http.OpenApi;

/// <summary>Swagger UI over the OpenAPI document.</summary>
/// <remarks>Built when first asked for, beside the pipeline and not in it: as a middleware it would look at every
/// request.</remarks>
internal sealed class DocsSite
{
    // The page has inline styles but no inline script; nothing may come from, or be sent to, another host.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly Lazy<RequestDelegate> _site;

    public DocsSite(IServiceProvider services) => _site = new Lazy<RequestDelegate>(() => Build(services));

    /// <summary>Answers with the page or one of its files.</summary>
    public async Task AnswerAsync(Exchange exchange)
    {
        var context = exchange.Context;
        context.Response.Headers.ContentSecurityPolicy = Policy;
        PageHeaders.Set(context.Response.Headers);
        // Files are not served to a request that a route has taken.
        context.SetEndpoint(null);
        await _site.Value(context);
        if (context.Response.StatusCode == StatusCodes.Status404NotFound && !context.Response.HasStarted)
            await ProblemWriter.SendAsync(exchange, Problem.NoSuchPath());
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = "MovieGrains";
            options.SwaggerEndpoint("/openapi/v1.json", "MovieGrains");
            // The validator is a host of somebody else's.
            options.EnableValidator(null);
        });
        return app.Build();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MovieGrains.Http.Tls;

/// <summary>Tells browsers to come by HTTPS alone from now on. Part of the pipeline only where HTTPS is spoken.</summary>
internal sealed class StrictTransport : IStartupFilter
{
    private const string Year = "max-age=31536000";

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (HttpContext context, RequestDelegate then) =>
        {
            // At the last moment: a problem takes the place of whatever headers were set before.
            context.Response.OnStarting(
                static response =>
                {
                    ((HttpResponse)response).Headers.StrictTransportSecurity = Year;
                    return Task.CompletedTask;
                },
                context.Response);
            return then(context);
        });
        next(app);
    };
}

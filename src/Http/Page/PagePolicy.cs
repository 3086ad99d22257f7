using MovieGrains.Http.Answers;

namespace MovieGrains.Http.Page;

/// <summary>What the page's documents say of themselves to browsers.</summary>
internal static class PagePolicy
{
    /// <summary>Nothing but what is ours runs, is styled or asked for, pictures aside; and no text can be made into markup but by the
    /// one library that makes elements of the page's own constant templates.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    /// <summary>Sets the headers.</summary>
    public static void Set(Exchange exchange)
    {
        var headers = exchange.Context.Response.Headers;
        PageHeaders.Set(headers);
        headers.ContentSecurityPolicy = Policy;
    }
}

using Microsoft.Extensions.Primitives;

namespace MovieGrains.Http.Answers;

/// <summary>Headers that tell browsers how to treat pages. Data has none of them but <c>nosniff</c>: nothing of it is shown as a page, and
/// pages of all origins may read it.</summary>
internal static class PageHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoFeatures = "camera=(), geolocation=(), microphone=()";

    /// <summary>Sets what a page has, beside its own Content-Security-Policy: it is framed by nobody, shares no window with pages of
    /// other origins, and tells nobody where a link was followed.</summary>
    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["Permissions-Policy"] = NoFeatures;
    }

    /// <summary>The same for a page that tells of the inside, which is not kept either.</summary>
    public static void SetOfInside(IHeaderDictionary headers)
    {
        Set(headers);
        headers.CacheControl = NoStore;
    }
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MovieGrains.Tests.S3;

/// <summary>What S3 does and s3rver doesn't: it knows no <c>If-Match</c>, and does not escape keys when asked to.</summary>
internal static partial class S3Gaps
{
    public static ProxyAnswer Fill(ProxyRequest request, ProxyAnswer answer)
    {
        if (answer.Status is < 200 or > 299)
            return answer;
        if (request.Header("If-Match") is { } wanted && wanted != answer.Header("ETag"))
            return Fault.Error(412, "PreconditionFailed").Instead!;
        return request.Query.GetValueOrDefault("encoding-type") == "url" ? answer with { Body = Escape(answer.Body) } : answer;
    }

    private static byte[] Escape(byte[] listing)
    {
        var text = Encoding.UTF8.GetString(listing);
        var escaped = Keys().Replace(text, static match =>
            $"<{match.Groups["name"].Value}>{WebUtility.UrlEncode(WebUtility.HtmlDecode(match.Groups["key"].Value))}</");
        return Encoding.UTF8.GetBytes(escaped.Replace("<Contents>", "<EncodingType>url</EncodingType><Contents>", StringComparison.Ordinal));
    }

    [GeneratedRegex("<(?<name>Key|Prefix)>(?<key>.*?)</", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Keys();
}

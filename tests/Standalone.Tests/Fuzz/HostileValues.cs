namespace MovieGrains.Standalone.Tests.Fuzz;

/// <summary>What clients send that mean no good, or make mistakes.</summary>
internal static class HostileValues
{
    /// <summary>Values of parameters and parts of paths, percent-encoded or not as they are.</summary>
    public static readonly string[] Texts =
    [
        "", "0", "-0", "-1", "1", "2", "200", "201", "1000", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999", "1e308",
        "NaN", "0x10", "1.5", "%D9%A3", "true", "null", "[]", "{}", "*", "..", "1990..1999", "1999..1990", "..1930", "2020..", "1..9999", "0..", "..10000",
        "1990...1999", "|", "||", "a|", "|a", "%7C", "\\", "\\|", "\\\\", "a\\", "%5C%7C", "%", "%2", "%zz", "%00", "%0A", "%0D%0AX-Evil:1", "%FF", "%C3%28",
        "%ED%A0%80", "%F4%90%80%80", "%F0%9F%8E%AC", "%C4%B0", "%EF%BB%BF", "%E2%80%AE", "%CC%81%CC%81%CC%81", "a%CC%81", "%EF%B7%BA", "%2F", "%252F", "%2e%2e%2f",
        "..%2F..%2Fetc%2Fpasswd", "'%20OR%201=1--", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "$%7Bjndi:ldap://x%7D", "%7B%7B7*7%7D%7D", "a", "e", "the", "matrix",
        "Action", "action|drama|comedy", "keanu%20reeves", "tom_hanks", "_", "__", "title", "-title", "year", "-year,title", "relevance", "year,year", ",", ",,",
        "id,title", "genre", "genre:others", "cast,decade,year", "genre:x", "AUharsS8Jq_vpAcRMTk1Ni0xNDQ0N3ZzZ2N3eGV0aGUgc2VhcmNoZXJzpizpRA", "AAAA", "____",
        "1999-qfwe6w7c7xj7", "1999-", "-qfwe", "9999-zzzzzzzzzzzz", "+", "%2B", "a+b", ";", "a;b=c", "#", "?", "&", "=",
    ];

    /// <summary>Values of headers.</summary>
    public static readonly string[] Headers =
    [
        "", "*", "\"", "\"\"", "W/\"x\"", "\"9f3c06d1a2b4e857\"", "\"a\", \"b\"", "\"a\",,\"b", "gzip", "br", "identity;q=0", "*;q=0", "gzip;q=2", "gzip;q=-1",
        "gzip;q=0.0000001", "text/html", "text/html;q=0.9, application/json;q=0.1", "*/*", "application/json; charset=utf-16", "application/x-ndjson",
        "multipart/form-data; boundary=x", "bytes=0-1", "127.0.0.1", "for=\"[::1]\"", "1", "-1", "99999999999999999999", "1:1", "a.b.c", "Bearer x", "Basic eDp5", "Basic %%",
        "Bearer", "close", "1999-1=1", "AQ", "x=y; z", "\u00e9", "\u00ff\u00fe", "\ud83c\udfac", "a\tb", " ", ",", ",,,,", "%00", "\\", "\"\\", "{\"a\":1}", "<!--", "$(id)",
        Listed("\"a\""), Listed("W/\"a\""), Listed("gzip;q=0.5"), Listed("text/html;q=0.1"), Listed("10.0.0.1"), Listed("for=[::1]"), "bytes=" + Listed("0-1"),
    ];

    // As long as a list may be before the header is too long.
    private static string Listed(string item) => string.Join(", ", Enumerable.Repeat(item, 500));

    /// <summary>Names of headers that the surface reads, and some that it should not.</summary>
    public static readonly string[] HeaderNames =
    [
        "If-Match", "If-None-Match", "Accept", "Accept-Encoding", "Idempotency-Key", "Movies-At", "Last-Event-ID", "Range", "Origin", "X-Forwarded-For", "Forwarded",
        "Authorization", "X-Api-Key", "Access-Control-Request-Method", "X-HTTP-Method-Override", "Cookie", "Referer", "Via", "Expect-CT",
    ];

    /// <summary>Bodies.</summary>
    public static readonly string[] Bodies =
    [
        "", " ", "{}", "[]", "[[]]", "[{}]", "null", "true", "1", "\"x\"", "{", "[", "]", "}", "[{]", "{\"title\":", "{\"title\":\"A\",\"year\":1999}", "{\"title\":\"A\",\"year\":\"1999\"}",
        "{\"title\":\"A\",\"year\":1999.0}", "{\"title\":\"A\",\"year\":1e3}", "{\"title\":\"A\",\"year\":-1}", "{\"title\":\"A\",\"year\":99999999999999999999}",
        "{\"title\":\"A\",\"title\":\"B\",\"year\":1999}", "{\"title\":null,\"year\":1999}", "{\"title\":\"\\ud800\",\"year\":1999}", "{\"title\":\"\\u0000\",\"year\":1999}",
        "{\"title\":\"A\",\"year\":1999,\"cast\":\"x\"}", "{\"title\":\"A\",\"year\":1999,\"cast\":[null]}", "{\"title\":\"A\",\"year\":1999,\"genres\":[[\"x\"]]}",
        "{\"title\":\"A\",\"year\":1999,\"deleted\":true}", "{\"title\":\"A\",\"year\":1999,\"deleted\":\"yes\"}", "{\"title\":\"A\",\"year\":1999,\"href\":\"../x\"}",
        "{\"title\":\"A\",\"year\":1999,\"__proto__\":{\"x\":1},\"$type\":\"System.Object\"}", "{\"title\":\"A\",\"year\":1999,\"n\":1e999}", "{\"title\":\"A\",\"year\":1999}\n{\"title\":\"B\",\"year\":2000}\n",
        "{\"title\":\"A\",\"year\":1999}\u0000", "\uFEFF{\"title\":\"A\",\"year\":1999}", "{\"extract\":null}", "{\"genres\":null,\"cast\":[\"x\",\"x\"]}", "{\"bucket\":\"b\",\"key\":\"k\"}",
        "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}", "{\"Type\":\"Notification\",\"Message\":\"{}\"}", "title=A&year=1999", "<movie/>",
    ];

    /// <summary>Content types.</summary>
    public static readonly string[] Types =
    [
        "application/json", "application/x-ndjson", "application/merge-patch+json", "text/plain", "application/json; charset=utf-8", "application/json; charset=utf-16",
        "application/x-www-form-urlencoded", "x", "application/json,application/json",
    ];
}

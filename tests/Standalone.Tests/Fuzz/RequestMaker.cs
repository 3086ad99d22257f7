using System.Globalization;
using System.Net.Http;
using System.Text;
using System.Text.Json;

namespace MovieGrains.Standalone.Tests.Fuzz;

/// <summary>Makes requests by dice, of all that the OpenAPI document names, and of what it does not.</summary>
internal sealed class RequestMaker
{
    private static readonly string[] OtherMethods = ["HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X"];

    private readonly List<(string Path, string Method, string[] Parameters)> _operations = [];
    private readonly IReadOnlyList<KnownMovie> _movies;
    private readonly Random _random;
    private readonly Uri _server;
    private KnownMovie _meant;

    /// <summary>A maker of requests.</summary>
    /// <param name="document">The OpenAPI document.</param>
    /// <param name="movies">Movies that are there at first: of others nothing can be changed.</param>
    /// <param name="server">Where they go.</param>
    /// <param name="seed">The dice.</param>
    public RequestMaker(JsonElement document, IReadOnlyList<KnownMovie> movies, Uri server, int seed)
    {
        (_movies, _server, _random, _meant) = (movies, server, new Random(seed), movies[0]);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                _operations.Add((path.Name, operation.Name.ToUpperInvariant(), ParametersOf(operation.Value)));
        }
    }

    public int Operations => _operations.Count;

    public HttpRequestMessage Next()
    {
        var (path, method, parameters) = Pick(_operations);
        if (Rarely(20))
            method = Pick(OtherMethods);
        _meant = Pick(_movies);
        var target = new StringBuilder(Fill(path));
        AppendQuery(target, parameters);
        var uri = new Uri(_server.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        if (method is "POST" or "PUT" or "PATCH" or "DELETE" || Rarely(30))
            request.Content = Body(method);
        for (var i = _random.Next(4) - 1; i > 0; i--)
            request.Headers.TryAddWithoutValidation(Pick(HostileValues.HeaderNames), Rarely(40) ? Long(2000) : Pick(HostileValues.Headers));
        return request;
    }

    private static string[] ParametersOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!)]
        : [];

    private string Fill(string path)
    {
        if (Rarely(50))
            return path + Pick(["/", "//", "/..", "/%2e%2e", "/x", ";x", "%00", "."]);
        var segments = path.Split('/').Select(segment => segment.StartsWith('{') ? PathValue(segment).Replace("?", "%3F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) : segment);
        return string.Join('/', segments);
    }

    private void AppendQuery(StringBuilder target, string[] parameters)
    {
        var mark = '?';
        for (var i = _random.Next(5); i > 0; i--)
        {
            var name = parameters.Length == 0 || Rarely(15) ? Pick(["x", "Title", "year[]", "", "%00", "q", "callback", "page%00"]) : Pick(parameters);
            target.Append(mark).Append(name);
            if (!Rarely(30))
                target.Append('=').Append(Value().Replace("#", "%23", StringComparison.Ordinal));
            mark = '&';
        }
    }

    private ByteArrayContent Body(string method)
    {
        var content = new ByteArrayContent(method is "PUT" or "PATCH" && Rarely(3) ? ChangeBytes() : BodyBytes());
        if (!Rarely(10))
            content.Headers.TryAddWithoutValidation("Content-Type", Rarely(3) ? Pick(HostileValues.Types) : "application/json");
        if (Rarely(50))
            content.Headers.TryAddWithoutValidation("Content-Encoding", Pick(["gzip", "br", "identity", "x"]));
        return content;
    }

    /// <summary>What may be done to the movie that is meant.</summary>
    private byte[] ChangeBytes() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"title":"{{_meant.Title}}","year":{{_meant.Year}},"extract":"{{Long(500)}}","genres":["{{_random.Next(9)}}"]}"""));

    private byte[] BodyBytes()
    {
        if (Rarely(30))
        {
            var bytes = new byte[_random.Next(300)];
            _random.NextBytes(bytes);
            return bytes;
        }
        var text = Pick(HostileValues.Bodies);
        if (Rarely(30))
            text = string.Concat(Enumerable.Repeat("[", _random.Next(20_000)));
        else if (Rarely(20))
            text = string.Create(CultureInfo.InvariantCulture, $$"""{"title":"{{Long(70_000)}}","year":{{_random.Next(12_000)}}}""");
        else if (Rarely(3))
            text = string.Create(CultureInfo.InvariantCulture, $$"""{"title":"Movie {{_random.Next(500)}}","year":{{1950 + _random.Next(80)}},"genres":["{{_random.Next(9)}}"]}""");
        var whole = Encoding.UTF8.GetBytes(text);
        return Rarely(15) ? whole[..(whole.Length / 2)] : whole;
    }

    private string PathValue(string segment) => segment is "{id}" && !Rarely(3) ? _meant.Id : Value();

    private string Value() => Rarely(60) ? Long(9000) : Rarely(5) ? Pick(HostileValues.Texts) + Pick(HostileValues.Texts) : Pick(HostileValues.Texts);

    private string Long(int most) => new("ab%|."[_random.Next(3)], _random.Next(most));

    private bool Rarely(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}

/// <summary>A movie that is there.</summary>
internal sealed record KnownMovie(string Id, string Title, int Year);

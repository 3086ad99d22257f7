using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Ingest;
using MovieGrains.Http.Page;
using MovieGrains.Http.Routes;
using MovieGrains.Http.Tests.Fakes;

namespace MovieGrains.Http.Tests;

public sealed partial class OpenApiTests
{
    [Fact]
    public async Task Document_Paths_AreTheRealRoutes()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var documented = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
        var mapped = surface.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!)
            .Where(p => p is not ("/docs/{**file}" or PageFiles.Pattern)).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', mapped), string.Join('\n', documented));
    }

    [Fact]
    public async Task Document_Parameters_AreThoseThatThePathTakes()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        foreach (var route in surface.Services.GetRequiredService<RouteTable>().All.Where(r => !r.IsHidden && r.AnswerAsync is not null))
        {
            var operation = document.GetProperty("paths").GetProperty(route.Pattern).GetProperty("get");
            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToArray() : [];
            var names = parameters.Select(p => $"{p.GetProperty("in").GetString()} {p.GetProperty("name").GetString()}");
            var expected = Braced().Matches(route.Pattern).Select(m => $"path {m.Groups["name"].Value}")
                .Concat(route.Parameters.All.Select(p => $"query {p.Name}"));
            Assert.Equal(string.Join('\n', expected), string.Join('\n', names));
            foreach (var parameter in parameters)
            {
                Assert.NotEmpty(parameter.GetProperty("description").GetString()!);
                Assert.NotEmpty(parameter.GetProperty("schema").GetProperty("type").GetString()!);
                Assert.True(parameter.TryGetProperty("example", out _) || parameter.GetProperty("name").GetString() is "cursor" or "last_event_id");
            }
        }
    }

    /// <summary>The document is not only complete but true: what it gives as an example is taken.</summary>
    [Fact]
    public async Task Document_Examples_AreTaken()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var (target, query) = (path.Name, new List<string>());
            if (!path.Value.TryGetProperty("get", out var get) || !get.TryGetProperty("parameters", out var parameters))
                continue;
            foreach (var parameter in parameters.EnumerateArray().Where(p => p.TryGetProperty("example", out _)))
            {
                var name = parameter.GetProperty("name").GetString()!;
                foreach (var example in Values(parameter.GetProperty("example")))
                {
                    target = target.Replace("{" + name + "}", Uri.EscapeDataString(example), StringComparison.Ordinal);
                    if (parameter.GetProperty("in").GetString() is "query")
                        query.Add($"{name}={Uri.EscapeDataString(example)}");
                }
            }
            // A stream of changes is never whole, and there is none here.
            if (path.Name is "/changes")
                continue;
            using var response = await surface.GetAsync($"{target}?{string.Join('&', query)}");
            var isId = path.Name.EndsWith("/{id}", StringComparison.Ordinal);
            Assert.True(response.StatusCode is HttpStatusCode.OK || isId, $"{path.Name}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Document_Filters_AreArraysThatClientsRepeat()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        foreach (var route in surface.Services.GetRequiredService<RouteTable>().All.Where(r => r.Parameters.All.Count > 0))
        {
            var parameters = document.GetProperty("paths").GetProperty(route.Pattern).GetProperty("get").GetProperty("parameters");
            foreach (var parameter in route.Parameters.All)
            {
                var described = parameters.EnumerateArray().Single(p => p.GetProperty("in").GetString() is "query"
                    && string.Equals(p.GetProperty("name").GetString(), parameter.Name, StringComparison.Ordinal));
                Assert.Equal(parameter.IsFilter, described.GetProperty("schema").GetProperty("type").GetString() is "array");
                // Both are what OpenAPI assumes of a query parameter, and may be left out then.
                Assert.True(!parameter.IsFilter || !described.TryGetProperty("style", out var style) || style.GetString() is "form");
                Assert.True(!parameter.IsFilter || !described.TryGetProperty("explode", out var explode) || explode.GetBoolean());
            }
        }
    }

    [Fact]
    public async Task Document_Methods_AreThoseThatThePathAllows()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            using var options = await surface.SendAsync(HttpMethod.Options, path.Name.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
            var documented = path.Value.EnumerateObject().Select(o => o.Name.ToUpperInvariant()).Order(StringComparer.Ordinal);
            var allowed = options.Content.Headers.Allow.Where(m => m is not ("HEAD" or "OPTIONS")).Order(StringComparer.Ordinal);
            Assert.Equal(string.Join(' ', allowed), string.Join(' ', documented));
        }
    }

    [Fact]
    public async Task Document_Writes_HaveBodiesAnswersAndKeys()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("Bearer").GetProperty("scheme").GetString());
        Assert.Equal("X-Api-Key", schemes.GetProperty("ApiKey").GetProperty("name").GetString());
        var paths = document.GetProperty("paths");
        foreach (var (path, method, types, statuses) in new[]
        {
            ("/movies", "post", "application/json application/x-ndjson", "200 201 207 400 401 403 413 415 422 503 507"),
            ("/movie", "post", "application/json application/x-ndjson", "200 201 207 400 401 403 413 415 422 503 507"),
            ("/films", "post", "application/json application/x-ndjson", "200 201 207 400 401 403 413 415 422 503 507"),
            ("/movies/{id}", "put", "application/json", "200 400 401 403 404 409 412 413 415 503 507"),
            ("/movies/{id}", "patch", "application/json application/merge-patch+json", "200 400 401 403 404 409 412 413 415 503 507"),
            ("/movies/{id}", "delete", "", "204 400 401 403 404 412 413 503 507"),
        })
        {
            var operation = paths.GetProperty(path).GetProperty(method);
            Assert.Equal(statuses, Names(operation.GetProperty("responses")));
            Assert.Equal(types, operation.TryGetProperty("requestBody", out var body) ? Names(body.GetProperty("content")) : "");
            Assert.Equal("""[{"Bearer":[]},{"ApiKey":[]},{}]""", Compact(operation.GetProperty("security")));
            Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("in").GetString() is "header");
            Assert.False(operation.GetProperty("responses").GetProperty("401").GetProperty("headers").GetProperty("WWW-Authenticate").TryGetProperty("$ref", out _));
        }
    }

    /// <summary>What is given as an example of a body is taken.</summary>
    [Fact]
    public async Task Document_BodyExamples_AreTaken()
    {
        await using var surface = await TestSurface.StartAsync(add: services => services.AddSingleton<INotificationQueue>(new FakeQueue()));
        foreach (var path in (await DocumentAsync(surface)).GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out _)))
            {
                foreach (var type in operation.Value.GetProperty("requestBody").GetProperty("content").EnumerateObject())
                {
                    var example = type.Value.TryGetProperty("example", out var given) ? given.GetRawText() : "{}";
                    using var response = await surface.WriteAsync(operation.Name.ToUpperInvariant(), path.Name, example, type.Name);
                    Assert.True(response.IsSuccessStatusCode, $"{operation.Name} {path.Name}: {(int)response.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task Document_Headers_AreThoseThatAnswersHave()
    {
        await using var surface = await TestSurface.StartAsync();
        surface.Catalog.Summary = surface.Catalog.Summary with { Total = 100, HasMore = true };
        var paths = (await DocumentAsync(surface)).GetProperty("paths");
        foreach (var path in new[] { "/movies", "/movies/{id}", "/genres", "/actors", "/livez", "/metrics", "/" })
        {
            using var response = await surface.GetAsync(path.Replace("{id}", "1999-abc", StringComparison.Ordinal));
            var headers = paths.GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("headers");
            var sent = new[] { "ETag", "Link", "Server-Timing" }.Where(response.Headers.Contains);
            Assert.Equal(string.Join(' ', sent), Names(headers));
        }
    }

    [Fact]
    public async Task Document_Answers_AreDescribed()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        var responses = document.GetProperty("paths").GetProperty("/movies").GetProperty("get").GetProperty("responses");
        Assert.Equal("200 304 400 503", string.Join(' ', responses.EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal)));
        Assert.Equal("#/components/schemas/Problem", responses.GetProperty("400").GetProperty("content")
            .GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        foreach (var schema in new[] { "Movie", "Movies", "Values", "Problem", "Record", "Outcomes" })
            Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty(schema, out _));
    }

    [Fact]
    public async Task Document_PathsThatAnswerOtherwise_SaySo()
    {
        await using var surface = await TestSurface.StartAsync();
        var paths = (await DocumentAsync(surface)).GetProperty("paths");
        var docs = paths.GetProperty("/docs").GetProperty("get").GetProperty("responses");
        Assert.Equal("301", string.Join(' ', docs.EnumerateObject().Select(r => r.Name)));
        var root = paths.GetProperty("/").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.True(root.TryGetProperty("text/html", out _));
        var genre = paths.GetProperty("/movies").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() is "genre");
        Assert.Contains("several times", genre.GetProperty("description").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docs_Page_NeedsNoOtherHost()
    {
        await using var surface = await TestSurface.StartAsync();
        using (var docs = await surface.GetAsync("/docs"))
            Assert.Equal("docs/index.html", docs.Headers.Location?.ToString());
        using var page = await surface.GetAsync("/docs/index.html");
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.Contains("default-src 'none'", SurfaceTests.Header(page, "Content-Security-Policy"), StringComparison.Ordinal);
        foreach (Match file in Linked().Matches(html))
        {
            using var response = await surface.GetAsync("/docs/" + file.Groups["file"].Value);
            Assert.True(response.IsSuccessStatusCode, file.Value);
        }
    }

    private static IEnumerable<string> Values(JsonElement example) =>
        example.ValueKind == JsonValueKind.Array ? example.EnumerateArray().Select(e => e.ToString()) : [example.ToString()];

    private static string Names(JsonElement json) =>
        string.Join(' ', json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);

    private static async Task<JsonElement> DocumentAsync(TestSurface surface) =>
        SurfaceTests.Json(await surface.Client.GetStringAsync("/openapi/v1.json"));

    [GeneratedRegex("{(?<name>[a-z]+)}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braced();

    [GeneratedRegex("(src|href)=\"\\./(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Linked();
}

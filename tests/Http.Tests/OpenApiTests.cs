using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MovieGrains.Http.Routes;

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
            .Where(p => p is not "/docs/{**file}").Order(StringComparer.Ordinal);
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
                var (name, example) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("example").ToString());
                target = target.Replace("{" + name + "}", Uri.EscapeDataString(example), StringComparison.Ordinal);
                if (parameter.GetProperty("in").GetString() is "query")
                    query.Add($"{name}={Uri.EscapeDataString(example)}");
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
    public async Task Document_Answers_AreDescribed()
    {
        await using var surface = await TestSurface.StartAsync();
        var document = await DocumentAsync(surface);
        var responses = document.GetProperty("paths").GetProperty("/movies").GetProperty("get").GetProperty("responses");
        Assert.Equal("200 304 400 503", string.Join(' ', responses.EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal)));
        Assert.Equal("#/components/schemas/Problem", responses.GetProperty("400").GetProperty("content")
            .GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        foreach (var schema in new[] { "Movie", "Movies", "Values", "Problem" })
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

    private static async Task<JsonElement> DocumentAsync(TestSurface surface) =>
        SurfaceTests.Json(await surface.Client.GetStringAsync("/openapi/v1.json"));

    [GeneratedRegex("{(?<name>[a-z]+)}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braced();

    [GeneratedRegex("(src|href)=\"\\./(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Linked();
}

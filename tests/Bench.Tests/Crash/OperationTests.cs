using System.Net;
using System.Text.Json.Nodes;
using MovieGrains.Bench.Crash;

namespace MovieGrains.Bench.Tests.Crash;

/// <summary>That the crash run finds what it looks for.</summary>
public sealed class OperationTests
{
    private readonly Violations _violations = new();
    private readonly OwnMovie _one = new("One") { Id = "2000-1", State = new JsonObject { ["title"] = "One", ["mark"] = "a" } };
    private readonly OwnMovie _two = new("Two");

    [Fact]
    public void IsApplied_AllOrNothing_IsNoViolation()
    {
        Assert.False(Post().IsApplied(Documents(("One", "a")), _violations));
        Assert.True(Post().IsApplied(Documents(("One", "b"), ("Two", "c")), _violations));
        Assert.False(_violations.AreAny);
    }

    [Fact]
    public void IsApplied_OneRecordOfTwo_IsAViolation()
    {
        Post().IsApplied(Documents(("One", "b")), _violations);
        Assert.Equal(1, _violations.Count);
    }

    [Fact]
    public void IsApplied_AnotherId_IsAViolation()
    {
        _one.Id = "2000-2";
        Post().IsApplied(Documents(("One", "a")), _violations);
        Assert.Equal(1, _violations.Count);
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    public void Check_PostThatHadBeenDone_MustBeAReplay(bool wasDone, bool isReplay, int violations)
    {
        const string body = """{"outcomes":[{"outcome":"updated","id":"2000-1"},{"outcome":"added","id":"2000-3"}]}""";
        Post().Check(new Answer(HttpStatusCode.Created, body, null, isReplay), wasDone, _violations);
        Assert.Equal(violations, _violations.Count);
        Assert.Equal("2000-3", _two.Id);
    }

    [Theory]
    [InlineData("""{"title":"Drop","n":2,"marks":["x","y"],"writer1":3}""", 0)]
    [InlineData("""{"title":"Drop","n":1,"marks":["y"],"writer1":3}""", 1)]
    [InlineData("""{"title":"Drop","n":2,"marks":["x","x"],"writer1":3}""", 1)]
    [InlineData("""{"title":"Drop","n":3,"marks":["x","y"],"writer1":3}""", 1)]
    [InlineData("""{"title":"Drop","n":2,"marks":["x","y"],"writer1":2}""", 1)]
    public void SharedMovie_MarksLostOrDoubled_AreViolations(string document, int violations)
    {
        var movie = new SharedMovie("Drop", 1) { Value = 3 };
        movie.Marks.Add("x");
        movie.Check(new Dictionary<string, JsonObject>(StringComparer.Ordinal) { ["Drop"] = JsonNode.Parse(document)!.AsObject() }, _violations);
        Assert.Equal(violations, _violations.Count);
    }

    private OwnOperation Post() => new()
    {
        Method = HttpMethod.Post,
        Target = "/movies",
        Key = "k",
        Effects =
        [
            new Effect(_one, new JsonObject { ["title"] = "One", ["mark"] = "b" }),
            new Effect(_two, new JsonObject { ["title"] = "Two", ["mark"] = "c" }),
        ],
    };

    private static Dictionary<string, JsonObject> Documents(params (string Title, string Mark)[] movies) => movies.ToDictionary(
        movie => movie.Title, movie => new JsonObject { ["id"] = "2000-1", ["title"] = movie.Title, ["mark"] = movie.Mark }, StringComparer.Ordinal);
}

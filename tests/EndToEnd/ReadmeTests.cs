namespace MovieGrains.EndToEnd;

/// <summary>The README's examples, pasted as they stand.</summary>
public sealed class ReadmeTests
{
    private const string Prompt = "$ curl -s 'http://127.0.0.1:8080";

    [Fact]
    public async Task EveryExample_OverTheSample_AnswersAsTheReadmeSays()
    {
        var examples = Examples(await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "README.md"))).ToArray();
        await using var movies = await StandaloneProcess.StartAsync();

        Assert.True(examples.Length >= 3);
        foreach (var (target, expected) in examples)
        {
            using var response = await movies.Client.GetAsync(target);
            Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        }
    }

    private static IEnumerable<(string Target, string Expected)> Examples(string[] lines)
    {
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                yield return (lines[i][Prompt.Length..^1], lines[i + 1]);
        }
    }
}

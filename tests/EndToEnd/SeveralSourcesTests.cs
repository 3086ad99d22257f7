using System.Text;

namespace MovieGrains.EndToEnd;

public sealed class SeveralSourcesTests(BucketServer bucket)
{
    [Fact]
    public async Task ABucketAndAFolder_BothAreServedAndFollowed()
    {
        var prefix = bucket.NewPrefix();
        using var folder = new DropFolder();
        folder.Drop("a.json", $"[{Ingestion.Matrix}]", age: TimeSpan.FromMinutes(1));
        await bucket.Server.PutAsync(prefix + "a.json", Encoding.UTF8.GetBytes($"[{Ingestion.Heat}]"));
        await using var movies = await StandaloneProcess.StartAsync(
            "--source", folder.Path, "--source", Ingestion.Url(prefix), "--s3-endpoint", bucket.Server.Endpoint.AbsoluteUri, "--poll", "0.2");
        Assert.Contains(": 2 movies from 2 records in 2 files", movies.ReadyLine, StringComparison.Ordinal);

        folder.Drop("b.json", Ingestion.Heat.Replace("Crime", "Thriller", StringComparison.Ordinal));
        await bucket.Server.PutAsync(prefix + "b.json", Encoding.UTF8.GetBytes(Ingestion.Matrix.Replace("Action", "Science Fiction", StringComparison.Ordinal)));
        foreach (var genre in (string[])["thriller", "science+fiction"])
            await movies.UntilAsync(async () => (await movies.JsonAsync($"/movies?genre={genre}")).GetProperty("total").GetInt32() == 1, genre);
        Assert.Equal(2, await movies.MoviesAsync());

        var sources = (await movies.JsonAsync("/ingest/files")).GetProperty("items").EnumerateArray()
            .Select(row => $"{row.GetProperty("source").GetString()} {row.GetProperty("key").GetString()}").Order(StringComparer.Ordinal);
        Assert.Equal(
            [$"{folder.Name} a.json", $"{folder.Name} b.json", $"s3://movies/{prefix} {prefix}a.json", $"s3://movies/{prefix} {prefix}b.json"], sources);
    }

    [Fact]
    public async Task TwoPrefixesOfOneBucket_EachHasItsOwnFiles()
    {
        var (one, other, outside) = (bucket.NewPrefix(), bucket.NewPrefix(), bucket.NewPrefix());
        await bucket.Server.PutAsync(one + "a.json", Encoding.UTF8.GetBytes(Ingestion.Matrix));
        await bucket.Server.PutAsync(other + "a.json", Encoding.UTF8.GetBytes(Ingestion.Heat));
        await bucket.Server.PutAsync(outside + "a.json", Encoding.UTF8.GetBytes(Ingestion.Heat.Replace("Heat", "Outside", StringComparison.Ordinal)));
        await using var movies = await StandaloneProcess.StartAsync(
            "--source", Ingestion.Url(one), "--source", Ingestion.Url(other), "--s3-endpoint", bucket.Server.Endpoint.AbsoluteUri, "--poll", "0.2");

        Assert.Equal(2, await movies.MoviesAsync());
        await bucket.Server.DeleteAsync(one + "a.json");
        await movies.UntilStateAsync(one + "a.json", "gone");
        await movies.UntilStateAsync(other + "a.json", "ingested");
        // What a vanished file brought stays.
        Assert.Equal(2, await movies.MoviesAsync());
        Assert.Null(await movies.RowAsync(outside + "a.json"));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MovieGrains.EndToEnd;

/// <summary>What the tests of ingestion ask a process.</summary>
internal static class Ingestion
{
    public const string Matrix = """{"title":"The Matrix","year":1999,"cast":["Keanu Reeves"],"genres":["Action"]}""";
    public const string Heat = """{"title":"Heat","year":1995,"cast":["Al Pacino"],"genres":["Crime"]}""";

    public static string Url(string prefix) => $"s3://movies/{prefix}";

    /// <summary>Movies in the catalogue.</summary>
    public static async Task<int> MoviesAsync(this StandaloneProcess movies) => (int)await movies.MetricAsync("movies_catalog_movies");

    /// <summary>A file's row by its key, which must be in one source only; null when there is none.</summary>
    public static async Task<JsonElement?> RowAsync(this StandaloneProcess movies, string key)
    {
        var rows = (await movies.JsonAsync("/ingest/files?page_size=200")).GetProperty("items").EnumerateArray();
        return rows.Where(row => row.GetProperty("key").GetString() == key).Cast<JsonElement?>().SingleOrDefault();
    }

    public static async Task UntilStateAsync(this StandaloneProcess movies, string key, string state) => await movies.UntilAsync(
        async () => (await movies.RowAsync(key))?.GetProperty("state").GetString() == state, $"{key} to be {state}");

    /// <summary>Waits for polls that begin and end after now.</summary>
    public static async Task NextPollsAsync(this StandaloneProcess movies, int polls = 2)
    {
        var before = await movies.PollsAsync();
        await movies.UntilAsync(async () => await movies.PollsAsync() >= before + polls, "the next polls");
    }

    public static Task<double> PollsAsync(this StandaloneProcess movies) => movies.MetricAsync("movies_ingest_polls_total");

    /// <summary>Tells of an object, as a script does.</summary>
    public static Task<HttpResponseMessage> NotifyAsync(this StandaloneProcess movies, string key) =>
        movies.PostAsync(new { bucket = "movies", key });

    /// <summary>Tells of an event, as S3 does.</summary>
    public static Task<HttpResponseMessage> NotifyAsync(this StandaloneProcess movies, string key, string eventName) =>
        movies.PostAsync(new
        {
            Records = new[] { new { eventName, s3 = new { bucket = new { name = "movies" }, @object = new { key = WebUtility.UrlEncode(key) } } } },
        });

    private static async Task<HttpResponseMessage> PostAsync<T>(this StandaloneProcess movies, T notification)
    {
        // The names as they stand: those of S3 begin with a capital.
        using var content = JsonContent.Create(notification, options: JsonSerializerOptions.Default);
        return await movies.Client.PostAsync("/ingest/notifications", content);
    }
}

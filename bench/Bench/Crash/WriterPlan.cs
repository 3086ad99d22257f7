using System.Globalization;
using System.Text.Json.Nodes;

namespace MovieGrains.Bench.Crash;

/// <summary>Draws what a client writes next.</summary>
internal sealed class WriterPlan(int writer, int seed)
{
    /// <summary>How many movies does a client have at most? Few enough to be written to again and again.</summary>
    private const int MostMovies = 40;

    private readonly Random random = new(seed);
    private readonly List<OwnMovie> movies = [];
    private int next;

    /// <summary>The client's name, as its movies have it in their cast.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"Writer {writer}");

    /// <summary>Its movies, deleted ones included.</summary>
    public IReadOnlyList<OwnMovie> Movies => movies;

    /// <summary>Those that all clients write to.</summary>
    public IReadOnlyList<SharedMovie> Shared { get; } = [.. DropPlan.SharedTitles.Select(title => new SharedMovie(title, writer))];

    /// <summary>True with some probability.</summary>
    public bool Chance(double probability) => random.NextDouble() < probability;

    /// <summary>A movie that all write to.</summary>
    public SharedMovie AnyShared() => Shared[random.Next(Shared.Count)];

    /// <summary>One of its movies that is there; null when there is none.</summary>
    public OwnMovie? AnyPresent()
    {
        var present = movies.Where(movie => movie.State is not null).ToList();
        return present.Count == 0 ? null : present[random.Next(present.Count)];
    }

    /// <summary>A post of one or several records, of movies that are new, are there, or were deleted.</summary>
    public OwnOperation Post()
    {
        var effects = new List<Effect>();
        var records = new List<string>();
        for (var left = Chance(0.6) ? 1 : 2 + random.Next(5); left > 0; left--)
        {
            var movie = AnyOrNew();
            if (effects.Exists(effect => effect.Movie == movie))
                continue;
            var record = movie.State is null ? Whole(movie) : Part(movie);
            var after = movie.State?.DeepClone().AsObject() ?? [];
            foreach (var (name, value) in record)
                after[name] = value?.DeepClone();
            effects.Add(new Effect(movie, after));
            records.Add(record.ToJsonString());
        }
        var body = records.Count == 1 ? records[0] : Chance(0.5) ? string.Join('\n', records) : $"[{string.Join(',', records)}]";
        return new OwnOperation { Method = HttpMethod.Post, Target = "/movies", Body = body, Key = Mark(), Effects = effects };
    }

    /// <summary>A write to one movie that is there.</summary>
    public OwnOperation Change(OwnMovie movie, string? guard)
    {
        var kind = random.Next(10);
        var (method, record) = kind < 2 ? (HttpMethod.Delete, null) : kind < 5 ? (HttpMethod.Put, Whole(movie)) : (HttpMethod.Patch, Patch());
        var after = method == HttpMethod.Patch ? movie.State!.DeepClone().AsObject() : record?.DeepClone().AsObject();
        if (method == HttpMethod.Patch)
            Merge(record!, after!);
        return new OwnOperation
        {
            Method = method, Target = "/movies/" + movie.Id, Body = record?.ToJsonString(), Guard = guard, Effects = [new Effect(movie, after)],
        };
    }

    /// <summary>A write to the client's field of a movie that others write to.</summary>
    public static SharedOperation SetField(SharedMovie movie, string id) => new()
    {
        Method = HttpMethod.Patch, Target = "/movies/" + id, Movie = movie, Value = movie.Value + 1,
        Body = new JsonObject { [movie.Field] = movie.Value + 1 }.ToJsonString(),
    };

    /// <summary>Counts on in such a movie.</summary>
    public SharedOperation Count(SharedMovie movie, JsonObject document, string tag)
    {
        var mark = Mark();
        List<string> marks = [.. SharedMovie.MarksOf(document), mark];
        return new SharedOperation
        {
            Method = HttpMethod.Patch, Target = $"/movies/{document["id"]}", Movie = movie, Mark = mark, Value = marks.Count, Guard = tag,
            Body = new JsonObject { ["n"] = marks.Count, ["marks"] = new JsonArray([.. marks.Select(m => JsonValue.Create(m))]) }.ToJsonString(),
        };
    }

    private static void Merge(JsonObject patch, JsonObject into)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                into.Remove(name);
            else
                into[name] = value.DeepClone();
        }
    }

    private OwnMovie AnyOrNew()
    {
        if (movies.Count == MostMovies || (movies.Count > 0 && Chance(0.4)))
            return movies[random.Next(movies.Count)];
        var movie = new OwnMovie(string.Create(CultureInfo.InvariantCulture, $"Own {writer} number {movies.Count}"));
        movies.Add(movie);
        return movie;
    }

    private JsonObject Whole(OwnMovie movie)
    {
        var record = Part(movie);
        record["cast"] = new JsonArray(Name);
        record["genres"] = new JsonArray("Own");
        if (Chance(0.5))
            record["extract"] = new string('x', random.Next(2000));
        return record;
    }

    private JsonObject Part(OwnMovie movie) => new() { ["title"] = movie.Title, ["year"] = 2000, ["mark"] = Mark() };

    private JsonObject Patch()
    {
        var patch = new JsonObject { ["mark"] = Mark() };
        if (Chance(0.3))
            patch["extract"] = Chance(0.5) ? null : "patched " + new string('y', random.Next(500));
        return patch;
    }

    private string Mark() => string.Create(CultureInfo.InvariantCulture, $"w{writer}-{++next}");
}

using System.Runtime.InteropServices;
using System.Text.Json;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Bench.Asking;

/// <summary>What can be asked for: the values that the loaded movies have.</summary>
/// <remarks>
/// Read from the records themselves, once, after the engine has been measured: names and movies are kept up to a bound, as
/// an even sample of all, so that it takes a fixed amount of memory at any size of catalogue.
/// </remarks>
internal sealed class Vocabulary
{
    /// <summary>More different names than any run draws.</summary>
    private const int MaxNames = 200_000;

    /// <summary>More movies than any run draws.</summary>
    private const int MaxMovies = 100_000;

    private readonly HashSet<int> years = [];
    private readonly HashSet<string> genres = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> seenNames = [];
    private readonly Reservoir<string> names;
    private readonly Reservoir<AskedMovie> movies;
    private readonly List<string> cast = [], movieGenres = [];

    /// <summary>An empty vocabulary.</summary>
    public Vocabulary(ulong seed)
    {
        names = new Reservoir<string>(MaxNames, seed);
        movies = new Reservoir<AskedMovie>(MaxMovies, seed + 1);
    }

    /// <summary>The years.</summary>
    public IReadOnlyList<int> Years => field ??= [.. years.Order()];

    /// <summary>The genres.</summary>
    public IReadOnlyList<string> Genres => field ??= [.. genres.Order(StringComparer.Ordinal)];

    /// <summary>Different cast names, each as likely whether it is in one movie or a hundred.</summary>
    public IReadOnlyList<string> Names => names.Kept;

    /// <summary>Movies.</summary>
    public IReadOnlyList<AskedMovie> Movies => movies.Kept;

    /// <summary>Records read.</summary>
    public int Count { get; private set; }

    /// <summary>The vocabulary of a feed.</summary>
    public static Vocabulary Of(Movies.MovieFeed feed, ulong seed)
    {
        var vocabulary = new Vocabulary(seed);
        feed.Read((json, _) => vocabulary.Add(json));
        return vocabulary;
    }

    /// <summary>Takes in one record.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        Count++;
        cast.Clear();
        movieGenres.Clear();
        string? title = null;
        var year = 0;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("title"u8))
                title = Next(ref reader);
            else if (reader.ValueTextEquals("year"u8))
                year = reader.Read() ? reader.GetInt32() : 0;
            else if (reader.ValueTextEquals("cast"u8))
                AddList(ref reader, cast);
            else if (reader.ValueTextEquals("genres"u8))
                AddList(ref reader, movieGenres);
            else
                reader.Skip();
        }
        AddMovie(title, year);
    }

    private void AddMovie(string? title, int year)
    {
        years.Add(year);
        genres.UnionWith(movieGenres);
        foreach (var name in cast)
        {
            // A hash stands for the name: three million names as strings would outweigh what is measured.
            if (seenNames.Add(XxHash64.Hash(MemoryMarshal.AsBytes(name.AsSpan()))))
                names.Add(name);
        }
        if (!string.IsNullOrWhiteSpace(title) && cast.Count > 0 && movieGenres.Count > 0)
            movies.Add(new AskedMovie(title, year, [.. cast], [.. movieGenres]));
    }

    private static string? Next(ref Utf8JsonReader reader) => reader.Read() ? reader.GetString() : null;

    private static void AddList(ref Utf8JsonReader reader, List<string> list)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (reader.GetString() is { } value && !string.IsNullOrWhiteSpace(value))
                list.Add(value);
        }
    }
}

/// <summary>A movie that queries are made from: it has at least one name and one genre.</summary>
internal sealed record AskedMovie(string Title, int Year, string[] Cast, string[] Genres);

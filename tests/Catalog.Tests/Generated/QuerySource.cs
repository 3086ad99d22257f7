using System.Collections.Immutable;
using System.Text;
using MovieGrains.Catalog.Queries;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>Random queries about a catalogue: mostly of its own words, so that something is found.</summary>
/// <param name="dice">Decides.</param>
/// <param name="catalog">Whose words to use.</param>
/// <param name="facets">The share of queries with facets, which are slow to scan for.</param>
/// <param name="searches">The share of queries in full text.</param>
internal sealed class QuerySource(Dice dice, NaiveCatalog catalog, double facets = 0.3, double searches = 0)
{
    private static readonly string[] Fields =
        ["id", "title", "year", "cast", "genres", "href", "extract", "thumbnail", "thumbnail_width", "rating", "zz", "é", "none"];

    public Query Next()
    {
        var query = new Query
        {
            Texts = [.. dice.Some(0, dice.Chance(0.2) ? 4 : 2, Text)],
            Years = [.. dice.Some(0, dice.Chance(0.3) ? 2 : 0, Years)],
            Sort = dice.Chance(0.3) ? Sort.Default : dice.Pick(Sorts.All),
            PageSize = dice.Pick([1, 2, 3, 5, 20, 20, 20, 77, Query.MaxPageSize]),
            Fields = dice.Chance(0.8) ? [] : [.. dice.Some(1, 4, () => dice.Pick(Fields)).Distinct(StringComparer.Ordinal)],
            Facets = dice.Chance(facets) ? Facets() : [],
            FacetSize = dice.Pick([1, 2, 3, 20, 20, Query.MaxFacetSize]),
        };
        if (searches > 0 && dice.Chance(searches) && SearchText.Parse(Search()) is { } search)
        {
            query = query with { Search = search, Texts = dice.Chance(0.7) ? [] : query.Texts, Years = dice.Chance(0.7) ? [] : query.Years };
            return query with { Sort = dice.Chance(0.7) ? Sort.Relevance : query.Sort, Page = dice.Between(1, 3) };
        }
        if (dice.Chance(0.2))
            return query with { After = Place(query.Sort) };
        return query with { Page = dice.Chance(0.6) ? 1 : Page(query) };
    }

    /// <summary>A place in an order: at a movie, or near one where there is none.</summary>
    public Cursor Place(Sort sort)
    {
        if (catalog.Movies.Count == 0)
            return new Cursor(1999, [], "1999-000000000000");
        var at = NaiveOrder.CursorAt(dice.Pick(catalog.Movies), sort);
        return dice.Below(6) switch
        {
            0 => at with { Year = at.Year + dice.Between(-1, 1) },
            1 => at with { Title = Bend(at.Title) },
            2 => at with { Id = at.Id[..^1] + dice.Pick(["0", "a", "z"]) },
            _ => at,
        };
    }

    /// <summary>A year filter.</summary>
    public YearFilter Years() => new([.. dice.Some(1, dice.Chance(0.4) ? 3 : 1, Range)]);

    /// <summary>A text filter.</summary>
    public TextFilter Text()
    {
        var field = dice.Pick(Enum.GetValues<TextField>());
        return new TextFilter(field, [.. dice.Some(1, dice.Chance(0.3) ? 3 : 1, () => Alternative(field))]);
    }

    /// <summary>A text to search for: words of movies, whole, begun or misspelt, with and without quotes and exclusions.</summary>
    public string Search()
    {
        var words = catalog.Movies.Count == 0 ? ["a"] : dice.Some(1, dice.Chance(0.5) ? 2 : 4, Words);
        var text = string.Join(dice.Chance(0.8) ? " " : "", words);
        return text + (dice.Chance(0.3) ? " " : "");
    }

    private string Words()
    {
        var movie = dice.Pick(catalog.Movies);
        var texts = new[] { movie.Title, movie.Extract }.Concat(movie.Cast.Select(t => t.Folded)).Concat(movie.Genres.Select(t => t.Folded));
        var words = Encoding.UTF8.GetString(ByteText.Bytes(dice.Pick(texts.ToList()))).Split(' ');
        var from = dice.Below(words.Length);
        var some = string.Join(' ', words.Skip(from).Take(dice.Between(1, 3)));
        return dice.Below(12) switch
        {
            0 => $"\"{some}\"",
            1 => $"-{some}",
            2 => $"-\"{some}\"",
            3 or 4 => Piece(some),
            5 or 6 when some.Length > 3 && char.IsAscii(some[1]) && char.IsAscii(some[2]) => some[..1] + some[2] + some[1] + some[3..],
            7 when some.Length > 4 && char.IsAscii(some[2]) => some.Remove(2, 1),
            8 => movie.Year.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => some,
        };
    }

    private long Page(Query query)
    {
        var pages = (catalog.Find(query).Count + query.PageSize - 1) / query.PageSize;
        return dice.Below(5) switch
        {
            0 => pages + 1,
            1 => pages + dice.Between(1, 1000),
            2 => Math.Max(1, pages),
            _ => dice.Between(1, Math.Max(1, pages)),
        };
    }

    private ImmutableArray<FacetRequest> Facets() =>
        [.. dice.Shuffle(Enum.GetValues<FacetDimension>()).Take(dice.Between(1, 4)).Select(d => new FacetRequest(d, dice.Chance(0.4)))];

    private YearRange Range()
    {
        var year = catalog.Movies.Count == 0 || dice.Chance(0.2) ? dice.Between(1, 9999) : dice.Pick(catalog.Movies).Year;
        return dice.Below(4) switch
        {
            0 => new YearRange(1, year),
            1 => new YearRange(year, 9999),
            2 => new YearRange(year, Math.Min(9999, year + dice.Below(20))),
            _ => new YearRange(year, year),
        };
    }

    private byte[] Alternative(TextField field)
    {
        for (; ; )
        {
            var text = catalog.Movies.Count == 0 ? "a" : Value(field, dice.Pick(catalog.Movies));
            var utf8 = Encoding.UTF8.GetString(ByteText.Bytes(text));
            if (field is TextField.Title or TextField.Actor || dice.Chance(0.05))
                utf8 = Piece(utf8);
            if (dice.Chance(0.05))
                utf8 += dice.Pick(["a", "q", "zq", " a"]);
            // Whoever builds a query folds what it was given, so a piece has no blank at its ends.
            if (Folding.Fold(utf8) is { Length: > 0 } folded)
                return folded;
        }
    }

    private string Value(TextField field, NaiveMovie movie)
    {
        var values = field switch
        {
            TextField.Title or TextField.Name => [movie.Title],
            TextField.Genre => movie.Genres.Select(t => t.Folded).ToArray(),
            _ => movie.Cast.Select(t => t.Folded).ToArray(),
        };
        return values.Length > 0 ? dice.Pick(values) : "absent";
    }

    /// <summary>A piece of a text, from letter to letter; mostly a short one.</summary>
    private string Piece(string text)
    {
        var letters = text.EnumerateRunes().Select(r => r.ToString()).ToList();
        var start = dice.Below(letters.Count + 1);
        var length = dice.Chance(0.3) ? letters.Count : dice.Between(1, 5);
        return string.Concat(letters.Skip(start).Take(length));
    }

    private byte[] Bend(byte[] title) => dice.Below(3) switch
    {
        0 => [.. title, (byte)'\t'],
        1 => [.. title.SkipLast(1)],
        _ => [],
    };
}

using System.Text;

namespace MovieGrains.Bench.Movies;

/// <summary>The paragraph that says what a movie is about: real in its length and its words, not in its sense.</summary>
internal sealed class Extracts(TitleWords words)
{
    private static readonly byte[][] Links =
    [
        .. new[]
        {
            " of the ", " in a ", " who ", " and the ", " with his ", " by ", ", a ", " for her ", " from the ", " after a ", " to ",
            " is ", " of ", ". The ", " on the ", " that ", ", which ", " and her ", ". It was ", ". He meets ", " \\\"", "—", " as ",
            " at the ", ", and ", " into the ", " when ", " about a ", " against ", "'s ",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Adds about so many bytes.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="length">How many bytes, roughly.</param>
    /// <param name="movie">Which movie it is about.</param>
    /// <param name="rolls">The chances.</param>
    public void Add(ByteText text, int length, in MovieFacts movie, ref Rolls rolls)
    {
        var end = text.Length + length;
        AddOpening(text, movie);
        var quoted = false;
        // Ends because each turn adds at least a byte.
        while (text.Length < end)
            AddStep(text, ref quoted, ref rolls);
        if (quoted)
            text.Add("\\\""u8);
        text.Add('.');
    }

    private static void AddOpening(ByteText text, in MovieFacts movie)
    {
        text.Repeat(movie.TitleStart, movie.TitleEnd);
        text.Add(" is a "u8);
        text.Add(movie.Year);
        text.Add(" American film"u8);
        if (movie.LeadEnd == movie.LeadStart)
            return;
        text.Add(" starring "u8);
        text.Repeat(movie.LeadStart, movie.LeadEnd);
    }

    private void AddStep(ByteText text, ref bool quoted, ref Rolls rolls)
    {
        var link = Links[rolls.Below(Links.Length)];
        var quotes = link.AsSpan().EndsWith("\""u8);
        if (quotes && quoted)
            text.Add("\\\" "u8);
        else
            text.Add(link);
        quoted ^= quotes;
        text.Add(words.Draw(ref rolls));
    }
}

/// <summary>What an extract says of its movie: the year, and where the title and the first of the cast stand in the text.</summary>
internal readonly record struct MovieFacts(int Year, int TitleStart, int TitleEnd, int LeadStart, int LeadEnd);

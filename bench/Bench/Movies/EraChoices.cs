namespace MovieGrains.Bench.Movies;

/// <summary>An era's measured counts, ready to draw from.</summary>
internal sealed class EraChoices(Era era)
{
    private readonly WeightedChoice genres = new(Weights(era));
    private readonly WeightedChoice genreCounts = WeightedChoice.Of(era.GenreCounts);
    private readonly WeightedChoice castSizes = WeightedChoice.Of(era.CastSizes);
    private readonly WeightedChoice extractLengths = WeightedChoice.Of(era.ExtractLengths);
    private readonly double extractShare = 1 - ((double)era.NoExtracts / era.CastSizes.Sum());

    /// <summary>Names per record.</summary>
    public double MeanCast { get; } = era.CastSizes.Select((count, size) => (double)count * size).Sum() / era.CastSizes.Sum();

    /// <summary>How many names a cast has.</summary>
    public int DrawCastSize(ref Rolls rolls) => castSizes.Draw(ref rolls);

    /// <summary>The length of an extract in bytes; 0 for none.</summary>
    public int DrawExtractLength(ref Rolls rolls) =>
        rolls.Chance(extractShare) ? (extractLengths.Draw(ref rolls) * 100) + rolls.Below(100) + 1 : 0;

    /// <summary>Draws a movie's genres, none twice.</summary>
    /// <param name="rolls">The chances.</param>
    /// <param name="drawn">Takes them, as places in <see cref="RealSet.Genres"/>.</param>
    /// <returns>How many there are.</returns>
    public int DrawGenres(ref Rolls rolls, Span<int> drawn)
    {
        var count = genreCounts.Draw(ref rolls);
        for (var i = 0; i < count;)
        {
            // Ends because every era has more genres than a movie.
            var genre = genres.Draw(ref rolls);
            if (!drawn[..i].Contains(genre))
                drawn[i++] = genre;
        }
        return count;
    }

    /// <summary>Drawing without repetition favours the rare: these weights give each genre its share again, nearly.</summary>
    private static double[] Weights(Era era)
    {
        double records = era.CastSizes.Sum();
        return [.. era.Genres.Select(count => -Math.Log(1 - (count / records)))];
    }
}

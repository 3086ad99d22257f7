namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>Random choices from a seed, so that a failure can be seen again.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random random = new(seed);

    public int Seed { get; } = seed;

    /// <summary>A number of [0, <paramref name="end"/>).</summary>
    public int Below(int end) => random.Next(end);

    /// <summary>A number of [<paramref name="first"/>, <paramref name="last"/>].</summary>
    public int Between(int first, int last) => random.Next(first, last + 1);

    public bool Chance(double probability) => random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>One of the values, the first ones far more often than the last.</summary>
    public T PickSkewed<T>(IReadOnlyList<T> values, double skew = 3) =>
        values[(int)(values.Count * Math.Pow(random.NextDouble(), skew))];

    public List<T> Some<T>(int least, int most, Func<T> value)
    {
        var values = new List<T>();
        for (var count = Between(least, most); count > 0; count--)
            values.Add(value());
        return values;
    }

    public List<T> Shuffle<T>(IEnumerable<T> values)
    {
        var shuffled = values.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    /// <summary>Cuts values, in their order, into runs of random lengths.</summary>
    public List<List<T>> Cut<T>(IReadOnlyList<T> values, int longest)
    {
        var runs = new List<List<T>>();
        for (var done = 0; done < values.Count;)
        {
            var run = values.Skip(done).Take(Between(1, longest)).ToList();
            runs.Add(run);
            done += run.Count;
        }
        return runs;
    }
}

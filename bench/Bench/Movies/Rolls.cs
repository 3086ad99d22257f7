namespace MovieGrains.Bench.Movies;

/// <summary>A stream of numbers that look random and are the same for the same seed, on every machine.</summary>
/// <remarks>
/// SplitMix64. A value type seeded per movie, so that movie <c>i</c> can be made without the ones before it; the
/// framework's seeded <see cref="Random"/> costs a microsecond to set up, longer than it takes to write a movie.
/// </remarks>
internal struct Rolls(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(state += Step);

    /// <summary>A number from 0 to <paramref name="limit"/> − 1.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>A number from 0 up to 1, 1 excluded.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>Scatters 64 bits so that neighbours have nothing in common; a bijection.</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MovieGrains.Grains.Reading;

/// <summary>Chooses which years a silo holds within its budget of memory.</summary>
/// <remarks>
/// Those most asked for come first, of those asked for alike the newest. A question counts for each year that it names, divided by how many
/// it names, and half as much ten minutes later. So that years do not come and go with every question: a year that is held
/// stays until one that is not is asked for twice as often, it is only let go when the budget is exceeded or given to such a year,
/// and years are taken in up to eight tenths of the budget alone, and held up to nine: the rest is for what has been let go and still lies
/// among what is held.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class YearChoice(TimeProvider time)
{
    /// <summary>In what time does a question come to count half?</summary>
    internal static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    /// <summary>The share of a part of the index that may be of years that have been let go.</summary>
    internal const double MostDeleted = 0.1;

    /// <summary>Questions that name more years than this say nothing about which.</summary>
    private const int MostNamed = 20;

    private const double HeldIsWorth = 2;

    private readonly ConcurrentDictionary<int, Demand> demands = [];

    /// <summary>Years have been asked for.</summary>
    public void Asked(IReadOnlyCollection<int> years)
    {
        if (years.Count is 0 or > MostNamed)
            return;
        var now = time.GetTimestamp();
        foreach (var year in years)
        {
            demands.AddOrUpdate(
                year,
                _ => new Demand(1.0 / years.Count, now),
                (_, before) => new Demand(Now(before) + (1.0 / years.Count), now));
        }
    }

    /// <summary>Chooses.</summary>
    /// <param name="years">All years there are, with the bytes that each takes.</param>
    /// <param name="held">Those that are held.</param>
    /// <param name="budget">Bytes that there are for them.</param>
    public ImmutableHashSet<int> Choose(IReadOnlyDictionary<int, long> years, ImmutableHashSet<int> held, long budget)
    {
        var chosen = ImmutableHashSet.CreateBuilder<int>();
        long bytes = 0;
        foreach (var (year, size) in years.OrderByDescending(y => Worth(y.Key, held)).ThenByDescending(static y => y.Key))
        {
            if (bytes + size > budget / 10 * (held.Contains(year) ? 9 : 8))
                continue;
            chosen.Add(year);
            bytes += size;
        }
        return chosen.ToImmutable();
    }

    private double Worth(int year, ImmutableHashSet<int> held) =>
        (1 + (demands.TryGetValue(year, out var demand) ? Now(demand) : 0)) * (held.Contains(year) ? HeldIsWorth : 1);

    private double Now(Demand demand) => demand.Count * Math.Pow(0.5, time.GetElapsedTime(demand.At) / HalfLife);

    private readonly record struct Demand(double Count, long At);
}

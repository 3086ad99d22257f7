using System.Collections.Immutable;

namespace MovieGrains.Grains.Reading;

/// <summary>Which years a replica with a budget of memory is to hold: measures them and the room that there is, and chooses.</summary>
/// <remarks>One writer, the replica's loop; any thread may ask.</remarks>
/// <param name="source">Asked how large years are.</param>
/// <param name="versions">Knows which years there are.</param>
/// <param name="room">The budget.</param>
/// <param name="time">The clock.</param>
internal sealed class YearsWithinBudget(IYearSource source, YearVersions versions, MemoryRoom room, TimeProvider time)
{
    /// <summary>Owners asked at a time for how large their years are.</summary>
    private const int AtATime = 8;

    private readonly YearChoice choice = new(time);
    private volatile ImmutableHashSet<int> chosen = [];
    private int turn;

    /// <summary>What each year holds.</summary>
    public YearSizes Sizes { get; } = new(source, versions);

    /// <summary>Bytes that there were when it last chose.</summary>
    public long Room { get; private set; }

    /// <summary>Whether a year is to be held.</summary>
    public bool Has(int year) => chosen.Contains(year);

    /// <summary>Years have been asked for.</summary>
    public void Asked(IReadOnlyCollection<int> years) => choice.Asked(years);

    /// <summary>Chooses.</summary>
    /// <param name="held">The years that are held.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The years to hold from now on.</returns>
    public async Task<ImmutableHashSet<int>> ChooseAsync(ImmutableHashSet<int> held, CancellationToken cancellationToken)
    {
        await Sizes.MeasureAsync(turn++, AtATime, cancellationToken);
        Room = room.Measure();
        return chosen = choice.Choose(Sizes.Bytes, held, Room);
    }
}

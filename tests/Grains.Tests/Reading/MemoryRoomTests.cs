using Microsoft.Extensions.Logging;
using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Reading;
using MovieGrains.Grains.Reporting;

namespace MovieGrains.Grains.Tests.Reading;

public sealed class MemoryRoomTests
{
    private readonly PartitionsHere here = new();
    private readonly Lines lines = new();
    private long owner = 300;

    [Fact]
    public void Measure_NothingElseHere_IsTheBudget() => Assert.Equal(1000, new MemoryRoom(1000, null, lines).Measure());

    [Fact]
    public void Measure_OwnersAndPartitions_IsWhatTheyLeave()
    {
        var room = new MemoryRoom(1000, here, lines);
        here.AddOwner("year/1999", None, () => owner);
        here.AddDerived("genre/drama", Drama);
        Assert.Equal((300, 200), (here.OwnersBytes, here.DerivedBytes));
        Assert.Equal(500, room.Measure());
        here.Remove("genre/drama", None); // Another activation's.
        Assert.Equal(500, room.Measure());
        here.Remove("genre/drama", Drama);
        Assert.Equal(700, room.Measure());
        Assert.Empty(lines);
    }

    [Fact]
    public void Measure_OwnersTakeMoreThanThereIs_IsATenthAndToldOnceEachWay()
    {
        var room = new MemoryRoom(1000, here, lines);
        here.AddOwner("year/1999", None, () => owner);
        owner = 950;
        Assert.Equal(100, room.Measure());
        Assert.Empty(lines);
        owner = 1001;
        Assert.Equal((100, 100), (room.Measure(), room.Measure()));
        Assert.Contains("1001 bytes, more than the 1000", Assert.Single(lines), StringComparison.Ordinal);
        // A little less is not over yet.
        owner = 950;
        room.Measure();
        Assert.Single(lines);
        owner = 500;
        Assert.Equal((500, 500), (room.Measure(), room.Measure()));
        Assert.Equal(2, lines.Count);
    }

    private static PartitionReport? None() => null;

    private static PartitionReport? Drama() => new("genre/drama", 1, new Holdings(1, 200, 0));

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}

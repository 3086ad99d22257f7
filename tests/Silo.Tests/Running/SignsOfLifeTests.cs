using MovieGrains.Silo.Running;
using MovieGrains.Silo.Schema;

namespace MovieGrains.Silo.Tests.Running;

public sealed class SignsOfLifeTests
{
    private static readonly Member One = new("10.0.0.1", 11111, 1);
    private static readonly Member Two = new("10.0.0.2", 11111, 2);
    private static readonly DateTime Sign = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly SignsOfLife _signs = new(TimeSpan.FromSeconds(20));

    [Fact]
    public void Silent_SignMovesOn_IsNobody()
    {
        for (var at = 0; at <= 60; at += 5)
            Assert.Empty(Listen(at, (One, Sign.AddSeconds(at))));
    }

    [Fact]
    public void Silent_SameSignForAsLongAsItTakes_IsThatOne()
    {
        for (var at = 0; at < 20; at += 5)
            Assert.Empty(Listen(at, (One, Sign), (Two, Sign.AddSeconds(at))));
        Assert.Equal((One, Sign), Assert.Single(Listen(20, (One, Sign), (Two, Sign.AddSeconds(20)))));
    }

    /// <summary>Its clock may be years behind, or may have been set back: that it moves is what counts.</summary>
    [Fact]
    public void Silent_ClockOfAMemberGoesBackwards_IsAlive()
    {
        for (var at = 0; at <= 60; at += 5)
            Assert.Empty(Listen(at, (One, Sign.AddYears(-3).AddSeconds(-at))));
    }

    [Fact]
    public void Silent_SignAfterALongSilence_CountsAnew()
    {
        Listen(0, (One, Sign));
        Assert.Empty(Listen(25, (One, Sign.AddSeconds(1))));
        Assert.Empty(Listen(44, (One, Sign.AddSeconds(1))));
        Assert.Single(Listen(45, (One, Sign.AddSeconds(1))));
    }

    [Fact]
    public void Silent_GoneAndBack_CountsAnew()
    {
        Listen(0, (One, Sign));
        Listen(5);
        Assert.Empty(Listen(21, (One, Sign)));
    }

    private IEnumerable<(Member, DateTime)> Listen(int seconds, params (Member Member, DateTime Sign)[] active) =>
        _signs.Silent(active.ToDictionary(static one => one.Member, static one => one.Sign), TimeSpan.FromSeconds(seconds)).Select(static one => (one.Key, one.Value));
}

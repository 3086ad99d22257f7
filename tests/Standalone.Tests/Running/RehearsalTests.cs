using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

public sealed class RehearsalTests
{
    [Fact]
    public async Task RunAsync_WithNothingButItself_LoadsItsMovies() => Assert.Equal(2, await Rehearsal.RunAsync());
}

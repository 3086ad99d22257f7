using MovieGrains.Standalone.Running;

namespace MovieGrains.Standalone.Tests.Running;

public sealed class RehearsalTests
{
    [Fact]
    public async Task RunAsync_WithNothingButItself_LoadsAndNotesItsMovies() => Assert.Equal((2, true), await Rehearsal.RunAsync());
}

using System.Net;

namespace MovieGrains.Http.Tests.Writes;

/// <summary>What a long body takes of memory.</summary>
[Collection(nameof(Alone))]
public sealed class BoundedMemoryTests
{
    [Fact]
    public async Task Post_LongStream_IsTakenAsItComesInBoundedMemory()
    {
        const int Pieces = 60, PerPiece = 600, Bytes = 1600;
        await using var surface = await TestSurface.StartAsync();
        surface.Writer.Keeps = false;
        var record = $"{{\"as\":\"updated\",\"x\":\"{new string('x', Bytes)}\"}}\n";
        var piece = string.Concat(Enumerable.Repeat(record, PerPiece));
        var held = new List<long>();
        // Each piece is sent only when the records of all before it have been taken, but for one that may still be open.
        using var content = new PiecesContent(Enumerable.Repeat(piece, Pieces), async index =>
        {
            if (index > 0)
                await surface.Writer.Given((index * PerPiece) - 1);
            if (index % 10 == 5)
                held.Add(GC.GetTotalMemory(forceFullCollection: true));
        });
        using var response = await surface.WriteAsync("POST", "/movies", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Pieces * PerPiece, surface.Writer.Committed);
        Assert.InRange(held[^1] - held[0], long.MinValue, 20 << 20);
    }
}

/// <summary>Tests that look at all of the process, beside which no other may run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

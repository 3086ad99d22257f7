namespace MovieGrains.Ingest.Tests;

public sealed class IngestOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => new IngestOptions().Validate();

    public static TheoryData<IngestOptions> Bad =>
    [
        new IngestOptions { Interval = TimeSpan.Zero }, new IngestOptions { Interval = TimeSpan.FromSeconds(-1) }, new IngestOptions { Interval = TimeSpan.FromDays(2) },
        new IngestOptions { BatchRecords = 0 }, new IngestOptions { BlockBytes = 0 }, new IngestOptions { BlockBytes = int.MaxValue },
        new IngestOptions { SliceBytes = 0 }, new IngestOptions { SpoolBytes = 0 }, new IngestOptions { SpoolFolder = " " },
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Validate_OutOfRange_Throws(IngestOptions options) => Assert.Throws<InvalidOperationException>(options.Validate);
}

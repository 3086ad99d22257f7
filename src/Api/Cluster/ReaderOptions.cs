namespace MovieGrains.Api.Cluster;

/// <summary>How readers are asked.</summary>
public sealed class ReaderOptions
{
    /// <summary>Slots, which Orleans spreads over the gateways: many enough that every gateway has some.</summary>
    public int Slots { get; set; } = 32;

    /// <summary>How long one reader may take before another is asked in any case. An answer takes milliseconds, so this is for a silo that
    /// is gone or stands still.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one may take where silos leave years out and ask others for them: an answer takes up to some hundred milliseconds.</summary>
    public TimeSpan PartialAttempt { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long all attempts may take together; then the answer is 503.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For how long a slot that has failed is left out, as long as there are others.</summary>
    public TimeSpan Suspicion { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long until another reader is asked beside one that has not answered, while there are spares: rarely reached by one that
    /// lives, and what a read takes longer when its silo is lost.</summary>
    public TimeSpan Beside { get; set; } = TimeSpan.FromMilliseconds(75);

    /// <summary>How many questions may be asked beside, as a share of all; 0 to 1.</summary>
    public double BesideShare { get; set; } = 0.1;

    /// <summary>How many of these may be saved up: as many reads as are under way to one silo when it is lost, and some.</summary>
    public int BesideMost { get; set; } = 1000;

    /// <summary>How often slots take other gateways, so that a silo that has come gets its share.</summary>
    public TimeSpan Rebinding { get; set; } = TimeSpan.FromSeconds(10);
}

namespace MovieGrains.Api.Cluster;

/// <summary>How readers are asked.</summary>
public sealed class ReaderOptions
{
    /// <summary>Slots, which Orleans spreads over the gateways: many enough that every gateway has some.</summary>
    public int Slots { get; set; } = 32;

    /// <summary>How long one reader may take. An answer takes milliseconds, so this is for a silo that is gone or stands still.</summary>
    public TimeSpan Attempt { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one may take where silos leave years out and ask others for them: an answer takes up to some hundred milliseconds.</summary>
    public TimeSpan PartialAttempt { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long all attempts may take together; then the answer is 503.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For how long a slot that has failed is left out, as long as there are others.</summary>
    public TimeSpan Suspicion { get; set; } = TimeSpan.FromSeconds(2);
}

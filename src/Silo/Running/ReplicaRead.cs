using MovieGrains.Grains.Reading;
using MovieGrains.Http;

namespace MovieGrains.Silo.Running;

/// <summary>Ready means, too: the silo has read the whole catalogue, so that its readers answer.</summary>
internal sealed class ReplicaRead(Replica replica) : IReadinessCheck
{
    /// <inheritdoc/>
    public string? WhyNot() => replica.Ready.IsCompleted ? null : "The catalogue has not been read yet.";
}

using MovieGrains.Silo.Schema;
using Npgsql;
using Orleans.Runtime;

namespace MovieGrains.Silo.Running;

/// <summary>Declares members dead that nobody is left to declare dead, while this silo waits to join.</summary>
/// <remarks>
/// Members watch each other, and one that dies is declared dead by the others. When all die at once, as machines that lose power do, they stay
/// in the table as active. Whoever joins must reach every active member, so without this no silo could ever join again.
/// A silo joins within a moment where all members answer. So this acts only where one does not, and only on those that give no sign of life.
/// </remarks>
internal sealed partial class StaleMembers(Members members, TimeProvider time, ILogger<StaleMembers> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Four times as long as a member takes from one sign of life to the next, and a third of what a silo tries to join for.</summary>
    public static readonly TimeSpan Silence = 4 * ClusterTimings.SignOfLife;

    private readonly CancellationTokenSource _joined = new();
    private Task _listening = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        // Members are reached for in the stage between these two.
        lifecycle.Subscribe(nameof(StaleMembers), ServiceLifecycleStage.AfterRuntimeGrainServices, BeginAsync, EndAsync);
        lifecycle.Subscribe(nameof(StaleMembers), ServiceLifecycleStage.Active, EndAsync);
    }

    /// <summary>Listens, and declares dead who is silent, until it is told to end.</summary>
    internal async Task ListenAsync(CancellationToken cancellationToken)
    {
        var (signs, began) = (new SignsOfLife(Silence), time.GetTimestamp());
        using var timer = new PeriodicTimer(ClusterTimings.SignOfLife, time);
        do
        {
            try
            {
                foreach (var (member, sign) in signs.Silent(await members.ActiveAsync(cancellationToken), time.GetElapsedTime(began)))
                {
                    if (await members.DeclareDeadAsync(member, sign, cancellationToken))
                        DeclaredDead(member, Silence);
                }
            }
            catch (NpgsqlException fault)
            {
                NotRead(fault.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _joined.Dispose();

    private Task BeginAsync(CancellationToken cancellationToken)
    {
        _listening = ListenAsync(_joined.Token);
        return Task.CompletedTask;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await _joined.CancelAsync();
        try
        {
            await _listening;
        }
        catch (OperationCanceledException)
        {
            // The silo has joined, or ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Declared dead: {Member}. It is in the way of joining the cluster, and has given no sign of life for {Silence}")]
    private partial void DeclaredDead(Member member, TimeSpan silence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether members are alive can't be read; it is tried again: {Why}")]
    private partial void NotRead(string why);
}

using MovieGrains.Silo.Schema;

namespace MovieGrains.Silo.Running;

/// <summary>Who has said nothing for how long, by the clock of whoever listens.</summary>
/// <remarks>What the members' own clocks say is compared with itself alone: that it moves on is the sign of life, and clocks of two machines
/// that differ make nobody dead.</remarks>
/// <param name="silence">How long somebody is silent who is taken for dead.</param>
internal sealed class SignsOfLife(TimeSpan silence)
{
    private readonly Dictionary<Member, (DateTime Sign, TimeSpan Since)> _heard = [];

    /// <summary>Takes in what the table says now.</summary>
    /// <param name="active">The active members, and the last sign of each.</param>
    /// <param name="now">How long this has been listening.</param>
    /// <returns>Those whose sign has not changed for as long as it takes, with that sign.</returns>
    public IReadOnlyList<KeyValuePair<Member, DateTime>> Silent(IReadOnlyDictionary<Member, DateTime> active, TimeSpan now)
    {
        foreach (var gone in _heard.Keys.Where(member => !active.ContainsKey(member)).ToList())
            _heard.Remove(gone);
        foreach (var (member, sign) in active)
        {
            if (!_heard.TryGetValue(member, out var last) || last.Sign != sign)
                _heard[member] = (sign, now);
        }
        return [.. active.Where(one => now - _heard[one.Key].Since >= silence)];
    }
}

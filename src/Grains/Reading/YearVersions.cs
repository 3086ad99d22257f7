using System.Collections.Concurrent;
using MovieGrains.Grains.Abstractions;

namespace MovieGrains.Grains.Reading;

/// <summary>How far each year is: which version the replica has, and which its owner is known to have.</summary>
/// <remarks>One writer, the replica's loop; any thread may ask and hint.</remarks>
internal sealed class YearVersions
{
    /// <summary>Stands for a version that only the owner knows.</summary>
    public const long Unknown = -1;

    private readonly ConcurrentDictionary<int, YearVersion> held = [];
    private readonly ConcurrentDictionary<int, YearVersion> wanted = [];

    /// <summary>Years that the owner may have something newer of.</summary>
    public List<int> Stale => [.. wanted.Where(w => !Has(w.Value)).Select(static w => w.Key).Order()];

    /// <summary>All versions that the replica has, by year.</summary>
    public List<YearVersion> AllHeld => [.. held.Values.Where(static v => v.Epoch != 0).OrderBy(static v => v.Year)];

    /// <summary>All years that are known of, ascending.</summary>
    public List<int> Years => [.. wanted.Keys.Order()];

    /// <summary>The version that the replica has; a default one, of epoch and version 0, when it has nothing.</summary>
    public YearVersion Held(int year) => held.GetValueOrDefault(year, new YearVersion(year, 0, 0));

    /// <summary>Whether the replica has seen a version.</summary>
    public bool Has(YearVersion version) =>
        version.Version != Unknown && Held(version.Year) is var mine && mine.Epoch == version.Epoch && mine.Version >= version.Version;

    /// <summary>The newest version of each year that is known, whether the replica has it or not; by year.</summary>
    public List<YearVersion> AllKnown =>
        [.. wanted.Select(w => held.TryGetValue(w.Key, out var mine) ? mine : w.Value).Where(static v => v.Epoch != 0).OrderBy(static v => v.Year)];

    /// <summary>How far the owner of each year is known to have come.</summary>
    public List<YearVersion> AllWanted => [.. wanted.Values];

    /// <summary>The version that the owner is known to have; null when the year is not known.</summary>
    public YearVersion? Wanted(int year) => wanted.TryGetValue(year, out var version) ? version : null;

    /// <summary>The replica has let a year go.</summary>
    public void Drop(int year) => held.TryRemove(year, out _);

    /// <summary>An owner is known to have come to a version.</summary>
    public void Want(YearVersion version) => wanted.AddOrUpdate(
        version.Year, version, (_, known) => known.Epoch == version.Epoch && known.Version > version.Version && version.Version != Unknown ? known : version);

    /// <summary>Somebody says that an owner has come further. It is to be asked, not believed: anybody can make such a version up, and one that
    /// no owner ever comes to would be waited for without end.</summary>
    public void Suspect(int year) => wanted.AddOrUpdate(
        year, static year => new YearVersion(year, 0, Unknown), static (_, known) => known with { Version = Unknown });

    /// <summary>The replica has come to a version, which its owner had when it was asked.</summary>
    public void Hold(YearVersion version)
    {
        held[version.Year] = version;
        // What was wanted of another epoch, or was not known, is answered with this; what is newer stays wanted.
        wanted.AddOrUpdate(version.Year, version, (_, known) => known.Epoch == version.Epoch && known.Version > version.Version ? known : version);
    }
}

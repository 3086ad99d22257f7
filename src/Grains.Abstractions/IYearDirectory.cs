using Orleans.Concurrency;

namespace MovieGrains.Grains.Abstractions;

/// <summary>Knows which years there are, and how far each has come, so that a silo need ask only the owners of what has changed. There
/// is one, of key 0.</summary>
[Alias("movies.years")]
public interface IYearDirectory : IGrainWithIntegerKey
{
    /// <summary>Adds a year. Durable when it returns: an owner calls it before its first commit, so that no year with movies is ever
    /// missing here.</summary>
    [Alias("add")]
    Task AddAsync(int year, CancellationToken cancellationToken);

    /// <summary>An owner has come to a version. Lost with the directory's activation; readers ask the owners then.</summary>
    [Alias("announce"), AlwaysInterleave]
    Task AnnounceAsync(YearVersion version);

    /// <summary>What has changed since an answer before.</summary>
    /// <param name="instance">That answer's <see cref="YearNews.Instance"/>; 0 at first.</param>
    /// <param name="after">That answer's <see cref="YearNews.Sequence"/>.</param>
    [Alias("news"), AlwaysInterleave]
    Task<YearNews> NewsAsync(long instance, long after);
}

/// <summary>Years that have changed.</summary>
/// <param name="Instance">The activation that says so: of another one the whole list comes.</param>
/// <param name="Sequence">Goes on from here.</param>
/// <param name="Years">Each year that has changed, with its version; −1 when only its owner knows that.</param>
[GenerateSerializer, Immutable, Alias("movies.year-news")]
public sealed record YearNews([property: Id(0)] long Instance, [property: Id(1)] long Sequence, [property: Id(2)] YearVersion[] Years);

using MovieGrains.Catalog;

namespace MovieGrains.Http.Page;

/// <summary>Where a movie comes from, as far as it is shown.</summary>
/// <param name="Sources">The records.</param>
/// <param name="KnownFiles">The ids of those of their files of which the ledger has a report.</param>
internal sealed record ShownOrigins(MovieSources Sources, IReadOnlySet<string> KnownFiles);

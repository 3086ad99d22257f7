using MovieGrains.Tests.Postgres;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace MovieGrains.Silo.Tests;

/// <summary>The tests that share a cluster; one after the other, each with keys of its own.</summary>
[CollectionDefinition(nameof(OverTwoSilos))]
public sealed class OverTwoSilos : ICollectionFixture<TwoSilos>;

namespace MovieGrains.Bench.Soak;

/// <summary>What is soaked: one process or several.</summary>
internal interface ISoakServer : IAsyncDisposable
{
    /// <summary>Where it is read and written.</summary>
    Uri Address { get; }

    /// <summary>Where each of its processes has its metrics; that of <see cref="Address"/> comes first.</summary>
    IReadOnlyList<Uri> Metrics { get; }

    /// <summary>Its processes.</summary>
    IReadOnlyList<int> Processes { get; }
}

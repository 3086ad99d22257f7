using System.Diagnostics;

namespace MovieGrains.Catalog;

/// <summary>The engine's spans, for whoever listens; nobody does unless a process exports traces.</summary>
public static class CatalogTracing
{
    /// <summary>The name of their source.</summary>
    public const string Name = "MovieGrains.Catalog";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a span; null, at the cost of a look at a field, when nobody listens.</summary>
    internal static Activity? Start(string name) => Source.HasListeners() ? Source.StartActivity(name) : null;
}

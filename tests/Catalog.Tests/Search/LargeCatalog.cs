using MovieGrains.Catalog.Store;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;

namespace MovieGrains.Catalog.Tests.Search;

/// <summary>Thousands of movies as one part, as several with deletions, and as plain documents.</summary>
public sealed class LargeCatalog : IAsyncLifetime
{
    private readonly Dice dice = new(20_240_101);

    internal CatalogStore One { get; private set; } = null!;

    internal CatalogStore Several { get; private set; } = null!;

    internal NaiveCatalog Naive { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var source = new LargeRecords(dice);
        // The first files reach past a part's own size, the last one updates and deletes what is in them.
        List<SourceFile> files = [.. new[] { 4_800, 1_300, 900, 30 }.Select((count, i) => SourceFile.At(i, [.. source.Next(count)]))];
        files.Add(SourceFile.At(5, [.. dice.Shuffle(files.SelectMany(f => f.Records)).Take(700).Select(Change)]));
        One = await Asking.LoadedAsync(files);
        Several = await Asking.LoadedAsync(files.Select(f => new[] { f }));
        Naive = new NaiveCatalog(NaiveMerge.Documents(files).Values);
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Several.DisposeAsync();
    }

    /// <summary>The record with one more field, or as a deletion.</summary>
    private string Change(string record) => record[..^1] + (dice.Chance(0.6) ? ",\"deleted\":true}" : $",\"rating\":{dice.Below(10)}}}");
}

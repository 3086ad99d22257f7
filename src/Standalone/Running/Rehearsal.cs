using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Records.Splitting;
using MovieGrains.Catalog.Store;
using MovieGrains.Ingest.Ledgers;
using MovieGrains.Ingest.Reading;

namespace MovieGrains.Standalone.Running;

/// <summary>Loads a made-up file into a catalogue that is thrown away, while the host is being built.</summary>
/// <remarks>What code wants before it runs for the first time, types, addresses of what it calls and the few methods that can't be compiled
/// ahead, takes a first load longer than many a file. Another core has nothing to do yet.</remarks>
internal static class Rehearsal
{
    private static readonly FileOrigin Origin = new(DateTimeOffset.UnixEpoch, "rehearsal", "rehearsal.json");

    private static ReadOnlySpan<byte> File => """
        [{"title":"The \"Rehearsal\" of É, 2","year":2001,"cast":["A. Player","Ana Ö'Neill"],"genres":["Drama","Short"],"href":"Rehearsal_(film)",
        "extract":"It's a film\nof l'été, in 20,000 acts, that nobody sees.","thumbnail":"https://example.org/a.jpg","thumbnail_width":3,"thumbnail_height":4},
        {"title":"Rehearsals","year":2001,"cast":[],"genres":[]}]
        """u8;

    /// <summary>Begins, on a thread of its own; with a single core there is nobody to do it.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1)
            new Thread(static () => RunAsync().GetAwaiter().GetResult()) { IsBackground = true, Name = "rehearsal" }.Start();
    }

    /// <summary>Loads it, from bytes to a catalogue that could be asked, and notes it in a ledger.</summary>
    /// <returns>How many movies there are, and whether the ledger says what it was told.</returns>
    public static async Task<(long Movies, bool IsNoted)> RunAsync() => (await LoadAsync(), Ledger.Rehearse(Origin));

    private static async Task<long> LoadAsync()
    {
        await using var store = new CatalogStore(TimeProvider.System, compactInBackground: false);
        await using var reader = await DropFileReader.OpenAsync(new MemoryStream(File.ToArray()), File.Length);
        using var batch = store.Begin();
        batch.BeginFile(Origin);
        for (SplitStep step; (step = reader.Next()) is SplitStep.Record or SplitStep.NeedBytes;)
        {
            if (step == SplitStep.Record)
                batch.Add(reader.Records.Json, reader.Records.Place);
            else
                await reader.FillAsync(CancellationToken.None);
        }
        batch.EndFile();
        await batch.CommitAsync(null, CancellationToken.None);
        return store.Status.Movies;
    }
}

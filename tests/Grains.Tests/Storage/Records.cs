using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MovieGrains.Catalog.Records;
using MovieGrains.Catalog.Tests.Generated;
using MovieGrains.Catalog.Tests.Model;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Tests.Storage;

/// <summary>Opens records and writes to them in one line.</summary>
internal static class Records
{
    /// <summary>So small that a few movies take several chunks, rows of the log and checkpoints.</summary>
    public static readonly RecordOptions Tiny = new() { RowBytes = 700, InlineBytes = 900, LogBytes = 3000, Parallel = 3 };

    private static int seeds;

    /// <summary>Opens a record as a new process does.</summary>
    public static Task<RecordedStore> OpenAsync(IRowStorage rows, RecordOptions? options = null) => RecordedStore.OpenAsync(
        rows, options ?? Tiny, 1 << 20, TimeProvider.System, new Random(Interlocked.Increment(ref seeds)), NullLogger.Instance, null, CancellationToken.None);

    /// <summary>A file with one movie.</summary>
    public static SourceFile Movie(int minute, string title, int size = 20) => SourceFile.At(
        minute, string.Create(CultureInfo.InvariantCulture, $$"""{"title":"{{title}}","year":1999,"n":{{minute}},"x":"{{new string('x', size)}}"}"""));

    /// <summary>The documents that a record has, read by a process that comes later.</summary>
    public static async Task<List<string>> DocumentsAsync(IRowStorage rows, RecordOptions? options = null)
    {
        await using var opened = await OpenAsync(rows, options);
        return await opened.Store.DocumentsAsync();
    }

    /// <summary>Random files of one year's few movies.</summary>
    public static RecordSource Source(Dice dice) => new(dice, 8, 2);

    public static Task<List<FileOutcome>> LoadAsync(this RecordedStore record, params IEnumerable<SourceFile> files) => record.Store.LoadAsync(files);
}

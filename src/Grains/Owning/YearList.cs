using MovieGrains.Grains.Abstractions;
using MovieGrains.Grains.Storage;

namespace MovieGrains.Grains.Owning;

/// <summary>The years that there are, in one row, and how far each has come, in memory.</summary>
/// <remarks>For one scheduler: the directory's. The row is 1 byte of its version, then 2 bytes of each year, little-endian.</remarks>
internal sealed class YearList : IDisposable
{
    /// <summary>A version that only the year's owner knows.</summary>
    public const long Unknown = -1;

    private const byte Format = 1;

    private const string Row = "list";

    private readonly IRowStorage rows;
    private readonly long instance;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Dictionary<int, (YearVersion Version, long Sequence)> years = [];
    private string? tag;
    private bool isRead; // Whether it is known what the row holds.
    private long sequence;

    private YearList(IRowStorage rows, long instance) => (this.rows, this.instance) = (rows, instance);

    /// <summary>Reads the list.</summary>
    /// <param name="rows">Keeps it.</param>
    /// <param name="instance">Tells it from what was in another process's memory; not 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<YearList> ReadAsync(IRowStorage rows, long instance, CancellationToken cancellationToken)
    {
        var list = new YearList(rows, instance);
        await list.ReadAsync(cancellationToken);
        return list;
    }

    /// <summary>Adds a year; it is durable then.</summary>
    /// <exception cref="RowConflictException">Somebody else has the list.</exception>
    public async Task AddAsync(int year, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        if (years.ContainsKey(year))
            return;
        await writing.WaitAsync(cancellationToken);
        try
        {
            // A write that failed may have been done.
            if (!isRead)
                await ReadAsync(cancellationToken);
            if (years.ContainsKey(year))
                return;
            isRead = false;
            tag = await rows.WriteAsync(Row, Write([.. years.Keys, year]), tag, CancellationToken.None);
            isRead = true;
            Put(year);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>An owner has come to a version.</summary>
    public void Announce(YearVersion version)
    {
        if (!years.TryGetValue(version.Year, out var known))
            throw new InvalidOperationException($"{version.Year} has not been added.");
        if (known.Version.Epoch != version.Epoch || known.Version.Version < version.Version)
            years[version.Year] = (version, ++sequence);
    }

    /// <summary>Forgets how far each year has come: an owner may have gone without telling what it did last.</summary>
    public void ForgetVersions()
    {
        sequence++;
        foreach (var year in years.Keys)
            years[year] = (new YearVersion(year, 0, Unknown), sequence);
    }

    /// <summary>What has changed.</summary>
    public YearNews News(long asked, long after) => new(
        instance, sequence, [.. years.Values.Where(y => asked != instance || y.Sequence > after).Select(static y => y.Version)]);

    /// <inheritdoc/>
    public void Dispose() => writing.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var row = await rows.ReadAsync(Row, cancellationToken);
        foreach (var year in Parse(row.Bytes).Where(year => !years.ContainsKey(year)))
            Put(year);
        (tag, isRead) = (row.ETag, true);
    }

    private void Put(int year) => years[year] = (new YearVersion(year, 0, Unknown), ++sequence);

    private static byte[] Write(IEnumerable<int> years) =>
        [Format, .. years.Order().SelectMany(static year => new[] { (byte)year, (byte)(year >> 8) })];

    private static IEnumerable<int> Parse(byte[]? row)
    {
        if (row is null)
            return [];
        return row is [Format, .. var list] && list.Length % 2 == 0
            ? list.Chunk(2).Select(static year => year[0] | (year[1] << 8))
            : throw new InvalidDataException("The list of years is not of this version, nor of one before it.");
    }
}

using System.Buffers.Binary;
using MovieGrains.Catalog.Durability;
using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Tests.Storage.Fakes;

/// <summary>The plainest store there is: rows by number. An item is a row's number and its bytes.</summary>
internal sealed class ModelStore : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public SortedDictionary<int, byte[]> Rows { get; private set; } = [];

    public long Number { get; private set; }

    /// <summary>Numbers of the commits that a restore was given, since the image.</summary>
    public List<long> Restored { get; } = [];

    /// <summary>Called while an image is written, with the count of items written.</summary>
    public Action<int>? WhileWriting { get; set; }

    /// <summary>Commits rows; they are there when the folder has them.</summary>
    public async Task CommitAsync(ICommitLog log, params (int Row, byte[] Bytes)[] rows)
    {
        await _turn.WaitAsync();
        try
        {
            await log.AppendAsync(new Items(Number + 1, 0, [.. rows.Select(row => ItemOf(row.Row, row.Bytes))]), default);
            foreach (var (row, bytes) in rows)
                Rows[row] = bytes;
            Number++;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A commit whose row says which it is, so that a missing one shows.</summary>
    public Task CommitAsync(ICommitLog log, int bytes = 20) => CommitAsync(log, ((int)Number + 1, RowOf((int)Number + 1, bytes)));

    /// <summary>The bytes of the row of a commit.</summary>
    public static byte[] RowOf(int number, int bytes)
    {
        var row = new byte[bytes];
        new Random(number).NextBytes(row);
        return row;
    }

    public async ValueTask<ICatalogImage> CaptureAsync(Action during)
    {
        await _turn.WaitAsync();
        try
        {
            during();
            var items = Rows.Select(row => ItemOf(row.Key, row.Value));
            return new Items(Number, Rows.Count, [.. items]) { WhileWriting = WhileWriting };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether an image is said to lack an index.</summary>
    public bool LacksIndex { get; set; }

    public ICatalogRestore BeginRestore() => new Restoring(this);

    public void Dispose() => _turn.Dispose();

    public bool Has(ModelStore other) => Rows.Keys.SequenceEqual(other.Rows.Keys)
        && Rows.Values.Zip(other.Rows.Values).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static byte[] ItemOf(int row, byte[] bytes)
    {
        var item = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(item, row);
        bytes.CopyTo(item, 4);
        return item;
    }

    private sealed class Restoring(ModelStore store) : ICatalogRestore
    {
        private readonly SortedDictionary<int, byte[]> _rows = [];
        private readonly List<long> _commits = [];
        private long _number;

        public bool LacksIndex => store.LacksIndex;

        public void BeginImage(long number) => _number = number;

        public void BeginCommit(long number)
        {
            Assert.True(number > _number);
            _commits.Add(_number = number);
        }

        public void Read(ReadOnlySpan<byte> item) =>
            _rows[BinaryPrimitives.ReadInt32LittleEndian(item)] = item[4..].ToArray();

        public void Finish()
        {
            (store.Rows, store.Number) = (_rows, _number);
            store.Restored.Clear();
            store.Restored.AddRange(_commits);
        }
    }
}

/// <summary>Items, as a commit or as an image.</summary>
internal sealed record Items(long Number, long Movies, IReadOnlyList<byte[]> All) : ICommit, ICatalogImage
{
    public Action<int>? WhileWriting { get; init; }

    public IEnumerable<ulong> Keys => [];

    public void WriteTo(Func<ulong, IItemWriter?> runOf)
    {
        if (runOf(0) is { } only)
            WriteTo(only);
    }

    public void WriteTo(IItemWriter items)
    {
        for (var at = 0; at < All.Count; at++)
        {
            WhileWriting?.Invoke(at);
            items.Write(All[at]);
        }
    }
}

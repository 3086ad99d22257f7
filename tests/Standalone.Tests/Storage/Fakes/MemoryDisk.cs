using MovieGrains.Standalone.Storage;

namespace MovieGrains.Standalone.Tests.Storage.Fakes;

/// <summary>What a disk is asked to do.</summary>
internal enum Step
{
    Create,
    Write,
    Truncate,
    Sync,
    Rename,
    Delete,
    SyncFolder,
}

/// <summary>A folder in memory that knows what a failure of power would leave, and fails when told to.</summary>
internal sealed class MemoryDisk : IDisk
{
    /// <summary>ENOSPC, as .NET reports it.</summary>
    public const int NoSpace = 28;

    /// <summary>EIO.</summary>
    public const int InputOutput = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Content> _files = new(StringComparer.Ordinal);
    private Dictionary<string, Content> _durable = new(StringComparer.Ordinal);

    /// <summary>Bytes that can be written before the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Called before each step with its file; what it throws is the step's failure.</summary>
    public Action<Step, string>? Before { get; set; }

    public IEnumerable<string> Names => [.. _files.Keys.Order(StringComparer.Ordinal)];

    public static IOException Failure(int code) => new("The disk failed.", code);

    public byte[] Read(string name) => _files[name].Current;

    public void Put(string name, byte[] content)
    {
        _files[name] = new Content { Current = content, Durable = content };
        _durable = new(_files, StringComparer.Ordinal);
    }

    public void Remove(string name) => _files.Remove(name);

    /// <summary>The disk as a process finds it that is started after this one was killed.</summary>
    public MemoryDisk AfterKill() => Copy(_files, static content => content.Current);

    /// <summary>The disk as it is when the machine comes back: what was not synced is not there.</summary>
    public MemoryDisk AfterPowerFailure() => Copy(_durable, static content => content.Durable);

    /// <summary>As <see cref="AfterPowerFailure"/>, but some of what was appended and not synced had come to the disk: all, or
    /// the first half, or the first half and zeros where the rest should be.</summary>
    public MemoryDisk AfterPowerFailureWithPartOf(bool half, bool zeros) => Copy(_durable, content =>
    {
        var (synced, written) = (content.Durable.Length, content.Current.Length);
        if (written <= synced || !content.Current.AsSpan(0, synced).SequenceEqual(content.Durable))
            return content.Durable;
        var there = half ? synced + ((written - synced) / 2) : written;
        var bytes = content.Current[..(zeros ? written : there)];
        bytes.AsSpan(there).Clear();
        return bytes;
    });

    public IDiskFile Create(string path)
    {
        var name = Do(Step.Create, path);
        lock (_lock)
            return new OpenFile(this, name, _files[name] = new Content());
    }

    public IDiskFile Open(string path, bool writable)
    {
        lock (_lock)
            return new OpenFile(this, Path.GetFileName(path), _files[Path.GetFileName(path)]);
    }

    public bool Exists(string path)
    {
        lock (_lock)
            return _files.ContainsKey(Path.GetFileName(path));
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_lock)
            return [.. _files.Keys];
    }

    public void Rename(string from, string to)
    {
        var name = Do(Step.Rename, from);
        lock (_lock)
        {
            if (!_files.TryAdd(Path.GetFileName(to), _files[name]))
                throw Failure(17);
            _files.Remove(name);
        }
    }

    public void Delete(string path)
    {
        var name = Do(Step.Delete, path);
        lock (_lock)
            _files.Remove(name);
    }

    public void SyncFolder(string folder)
    {
        Do(Step.SyncFolder, folder);
        lock (_lock)
            _durable = new(_files, StringComparer.Ordinal);
    }

    private static MemoryDisk Copy(Dictionary<string, Content> files, Func<Content, byte[]> content)
    {
        var copy = new MemoryDisk();
        foreach (var (name, file) in files)
            copy.Put(name, content(file));
        return copy;
    }

    private string Do(Step step, string path)
    {
        var name = Path.GetFileName(path);
        Before?.Invoke(step, name);
        return name;
    }

    private sealed class Content
    {
        public byte[] Current { get; set; } = [];

        public byte[] Durable { get; set; } = [];
    }

    private sealed class OpenFile(MemoryDisk disk, string name, Content content) : IDiskFile
    {
        public long Length => content.Current.Length;

        public int Read(Span<byte> into, long offset)
        {
            var rest = content.Current.AsSpan((int)Math.Min(offset, content.Current.Length));
            rest = rest[..Math.Min(rest.Length, into.Length)];
            rest.CopyTo(into);
            return rest.Length;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            disk.Do(Step.Write, name);
            var fits = (int)Math.Min(bytes.Length, disk.Room);
            disk.Room -= fits;
            var changed = new byte[Math.Max(content.Current.Length, offset + fits)];
            content.Current.CopyTo(changed, 0);
            bytes[..fits].CopyTo(changed.AsSpan((int)offset));
            content.Current = changed;
            if (fits < bytes.Length)
                throw Failure(NoSpace);
        }

        public void SetLength(long length)
        {
            disk.Do(Step.Truncate, name);
            content.Current = content.Current[..(int)length];
        }

        public void Sync()
        {
            disk.Do(Step.Sync, name);
            content.Durable = content.Current;
        }

        public void Dispose()
        {
        }
    }
}

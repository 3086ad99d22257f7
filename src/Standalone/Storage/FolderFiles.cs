using System.Globalization;
using MovieGrains.Catalog.Text;

namespace MovieGrains.Standalone.Storage;

/// <summary>A log or snapshot in the data folder, by its name.</summary>
internal readonly record struct StoredFile(FileKind Kind, long Number, string Name);

/// <summary>The files of a data folder: how they are named, made, set aside and removed.</summary>
internal sealed class FolderFiles(IDisk disk, string folder, TimeProvider time)
{
    /// <summary>Damaged files that are kept: enough to look into what happened, too few to fill a disk.</summary>
    public const int DamagedKept = 4;

    private const string Unfinished = ".tmp", Damaged = ".damaged";

    public string Folder { get; } = folder;

    public static string NameOf(FileKind kind, long number) => kind == FileKind.Log
        ? string.Create(CultureInfo.InvariantCulture, $"log-{number:D20}.mgl")
        : string.Create(CultureInfo.InvariantCulture, $"snapshot-{number:D20}.mgs");

    /// <summary>Whether a folder, which need not be there, has a log or a snapshot.</summary>
    public static bool HasAny(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(static path => IsOurs(Path.GetFileName(path)));

    /// <summary>Logs, or snapshots, in the order of their numbers.</summary>
    public List<StoredFile> List(FileKind kind)
    {
        var found = new List<StoredFile>();
        foreach (var name in disk.List(Folder))
        {
            if (NumberOf(kind, name) is { } number)
                found.Add(new StoredFile(kind, number, name));
        }
        found.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return found;
    }

    /// <summary>Makes a file that has its name only when it is whole and durable.</summary>
    /// <param name="header">What it is.</param>
    /// <param name="write">Writes what comes behind the header.</param>
    /// <returns>The file, open under its name.</returns>
    /// <remarks>When it fails nothing is left, as far as the disk lets itself be tidied.</remarks>
    public IDiskFile Create(FileHeader header, Action<IDiskFile>? write = null)
    {
        var name = NameOf(header.Kind, header.Number);
        var made = name + Unfinished;
        try
        {
            using (var file = disk.Create(PathOf(made)))
            {
                file.Write(header.ToBytes(), 0);
                write?.Invoke(file);
                file.Sync();
            }
            disk.Rename(PathOf(made), PathOf(name));
            made = name;
            disk.SyncFolder(Folder);
            return Open(name, writable: true);
        }
        catch
        {
            // Only what was made here: a file that had the name before is why the renaming was refused.
            TryDelete(made);
            throw;
        }
    }

    /// <summary>A new header, begun now.</summary>
    public FileHeader NewHeader(FileKind kind, long number)
    {
        // As random as any and no secret; a cryptographic one would load OpenSSL, 5 MB that nothing else wants.
        var salt = XxHash64.Hash(Guid.NewGuid().ToByteArray());
        return new FileHeader(kind, number, time.GetUtcNow(), salt);
    }

    public IDiskFile Open(string name, bool writable) => disk.Open(PathOf(name), writable);

    /// <summary>Whether a file has its name still: on Unix, one that was removed takes writes as before.</summary>
    public bool Has(string name) => disk.Exists(PathOf(name));

    public void Delete(string name) => disk.Delete(PathOf(name));

    /// <summary>Removes what was being written when a process ended.</summary>
    public void RemoveUnfinished()
    {
        foreach (var name in disk.List(Folder).Where(IsUnfinished))
            Delete(name);
    }

    /// <summary>Gives a file that can't be read a name under which it is no longer looked for.</summary>
    /// <returns>That name.</returns>
    public string SetAside(string name)
    {
        var there = disk.List(Folder).ToHashSet(StringComparer.Ordinal);
        var aside = name + Damaged;
        for (var next = 2; there.Contains(aside); next++)
            aside = string.Create(CultureInfo.InvariantCulture, $"{name}.{next}{Damaged}");
        disk.Rename(PathOf(name), PathOf(aside));
        foreach (var old in Aside(there).SkipLast(DamagedKept - 1))
            Delete(old);
        disk.SyncFolder(Folder);
        return aside;
    }

    /// <summary>Damaged files, those of the earliest commits first.</summary>
    private static IEnumerable<string> Aside(IEnumerable<string> names) => names
        .Where(static name => name.EndsWith(Damaged, StringComparison.Ordinal))
        .OrderBy(static name => name.AsSpan(name.IndexOf('-', StringComparison.Ordinal) + 1).ToString(), StringComparer.Ordinal);

    private static bool IsUnfinished(string name) => name.EndsWith(Unfinished, StringComparison.Ordinal)
        && IsOurs(name[..^Unfinished.Length]);

    private static bool IsOurs(string name) => (NumberOf(FileKind.Log, name) ?? NumberOf(FileKind.Snapshot, name)) is not null;

    private static long? NumberOf(FileKind kind, string name)
    {
        var digits = name.AsSpan(Math.Min(name.Length, name.IndexOf('-', StringComparison.Ordinal) + 1));
        digits = digits[..Math.Max(0, digits.IndexOf('.'))];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && name.Equals(NameOf(kind, number), StringComparison.Ordinal)
            ? number
            : null;
    }

    private void TryDelete(string name)
    {
        try
        {
            Delete(name);
        }
        catch (IOException)
        {
            // The next start removes it, or finds a log without commits.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }
    }

    private string PathOf(string name) => Path.Combine(Folder, name);
}

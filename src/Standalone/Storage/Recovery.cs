using System.Globalization;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Standalone.Storage;

/// <summary>Reads a data folder: the newest snapshot that is whole, and every whole commit after it.</summary>
/// <remarks>
/// Nothing in the folder is changed before all of it has been read: a start that is refused leaves it as it was. Damage between
/// commits is stepped over, because each item is whole in itself, and what is missing shows by the numbers.
/// </remarks>
internal sealed class Recovery(FolderFiles files, Func<ICatalogRestore> begin, TimeProvider time)
{
    private readonly List<string> _lost = [], _mended = [], _setAside = [];
    private readonly long _began = time.GetTimestamp();
    private ICatalogRestore? _restore;
    private FileHeader? _snapshot;
    private string? _damage;
    private long _movies, _commits, _tornBytes;

    /// <summary>The last commit that was read.</summary>
    public long Last { get; private set; }

    /// <summary>The log to go on with, and up to where; null when a new one has to be begun.</summary>
    public (FileHeader Header, long End, bool IsTorn)? Continued { get; private set; }

    /// <summary>Bytes of the logs that were read.</summary>
    public long LogBytes { get; private set; }

    /// <summary>Bytes of the snapshot that was read.</summary>
    public long SnapshotBytes { get; private set; }

    /// <summary>Whether a damaged snapshot leaves one less to fall back to, or one without an index makes starts slow.</summary>
    public bool WantsSnapshot { get; private set; }

    /// <summary>Reads everything, changes what has to be, and lets the restore finish.</summary>
    public RecoveryReport Run()
    {
        RefuseLaterReleases();
        ReadSnapshot();
        ReadLogs();
        _setAside.ForEach(SetAside);
        files.RemoveUnfinished();
        _restore?.Finish();
        var lacksIndex = _snapshot is not null && _restore?.LacksIndex == true;
        WantsSnapshot |= lacksIndex;
        return new RecoveryReport(Last, _snapshot?.Number, _snapshot?.Begun, _movies, lacksIndex, _commits, _tornBytes, _lost, _mended,
            time.GetElapsedTime(_began));
    }

    /// <summary>Also a file that will not be read now might be removed one day, and is not ours to remove.</summary>
    private void RefuseLaterReleases()
    {
        foreach (var stored in files.List(FileKind.Snapshot).Concat(files.List(FileKind.Log)))
        {
            using var file = files.Open(stored.Name, writable: false);
            HeaderOf(file, stored);
        }
    }

    private void ReadSnapshot()
    {
        var snapshots = files.List(FileKind.Snapshot);
        var faults = new List<string>();
        foreach (var snapshot in Enumerable.Reverse(snapshots))
        {
            if (ReadSnapshot(snapshot) is not { } fault)
                break;
            _restore = null;
            faults.Add($"{snapshot.Name} is damaged: {fault}");
            _setAside.Add(snapshot.Name);
        }
        if (_snapshot is null)
            CheckThatLogsSuffice(faults);
        WantsSnapshot = faults.Count > 0;
        var instead = _snapshot is null
            ? "all logs were"
            : FolderFiles.NameOf(FileKind.Snapshot, _snapshot.Number) + " and the logs after it were";
        foreach (var fault in faults)
            _mended.Add($"{fault}; {instead} read instead");
    }

    private string? ReadSnapshot(StoredFile snapshot)
    {
        using var file = files.Open(snapshot.Name, writable: false);
        if (HeaderOf(file, snapshot) is not { } header)
            return "its header can't be read";
        _restore = begin();
        var fault = Naming(snapshot.Name, () => SnapshotReader.Read(file, header, _restore, out _movies));
        if (fault is null)
            (_snapshot, Last, SnapshotBytes) = (header, header.Number, file.Length);
        return fault;
    }

    /// <summary>Without a snapshot, the logs must go back to the very beginning.</summary>
    private void CheckThatLogsSuffice(List<string> faults)
    {
        _movies = 0;
        var logs = files.List(FileKind.Log);
        if (faults.Count == 0 && logs.Count == 0)
            return;
        if (logs.Count > 0 && logs[0].Number == 0 && CanRead(logs[0]))
            return;
        var why = faults.Count > 0 ? string.Join("; ", faults) : "there is no snapshot, and no readable log from the beginning";
        throw new InvalidDataException($"The data folder {files.Folder} can't be read: {why}. Nothing in it was changed. "
            + "Restore it from a backup; or move it away and start again: then everything is read from the source, and only "
            + "what was written through the API is lost.");
    }

    private bool CanRead(StoredFile log)
    {
        using var file = files.Open(log.Name, writable: false);
        return HeaderOf(file, log) is not null;
    }

    private void ReadLogs()
    {
        var logs = files.List(FileKind.Log);
        var first = Math.Max(0, logs.FindLastIndex(log => log.Number <= Last));
        if (_snapshot is not null && !logs.Exists(log => log.Number == Last))
            _lost.Add($"{FolderFiles.NameOf(FileKind.Log, Last)} is missing: the commits after {Last} that it had are lost");
        for (var at = first; at < logs.Count; at++)
            ReadLog(logs[at], isLast: at == logs.Count - 1);
        if (_damage is not null)
            _lost.Add($"{_damage}: acknowledged commits after {Last} may be lost");
    }

    private void ReadLog(StoredFile log, bool isLast)
    {
        using var file = files.Open(log.Name, writable: false);
        LogBytes += file.Length;
        if (HeaderOf(file, log) is not { } header)
        {
            _damage = $"The header of {log.Name} can't be read";
            _setAside.Add(log.Name);
            return;
        }
        // Its number says that commits up to there have been.
        Reach(log.Number, isCommit: false);
        if (header.IsMended)
            _mended.Add($"One of the two headers of {log.Name} is damaged; the other was used");
        var reader = new LogReader(file, header);
        ReadCommits(log, reader);
        if (reader.Length < StorageFormat.HeaderBytes)
            _damage = $"{log.Name} ends within its header";
        else if (reader.End < reader.Length)
            JudgeTail(log, reader, isLast);
        if (!isLast)
            return;
        // Nor with one from before the snapshot: that would leave its own log missing at the next start, too.
        if (!reader.IsDamaged && !header.IsMended && log.Number >= (_snapshot?.Number ?? 0))
            Continued = (header, reader.End, reader.End < reader.Length);
        else if (log.Number == Last)
            // The log that comes next will have this name. Nothing that could be read is in this one.
            _setAside.Add(log.Name);
    }

    private void ReadCommits(StoredFile log, LogReader reader)
    {
        var end = reader.End;
        while (reader.Next() is { } commit)
        {
            if (reader.IsDamaged)
                _damage = Bytes(log, end, commit.Start) + " are damaged";
            end = commit.End;
            if (commit.Number <= Last)
                continue;
            Reach(commit.Number, isCommit: true);
            _restore ??= begin();
            _restore.BeginCommit(commit.Number);
            Naming(log.Name, () => Feed(reader, commit));
            _commits++;
        }
    }

    private bool Feed(LogReader reader, FoundCommit commit)
    {
        reader.Feed(commit, _restore!);
        return true;
    }

    /// <summary>Goes on to a number, and says what should have been before it.</summary>
    private void Reach(long number, bool isCommit)
    {
        var missingTo = isCommit ? number - 1 : number;
        if (missingTo > Last)
            _lost.Add(Missing(Last + 1, missingTo, _damage));
        else if (_damage is not null)
            _mended.Add($"{_damage}; the commits before and behind follow without a gap");
        _damage = null;
        Last = Math.Max(Last, number);
    }

    private void JudgeTail(StoredFile log, LogReader reader, bool isLast)
    {
        if (isLast && !reader.IsDamaged)
            _tornBytes = reader.Length - reader.End;
        else
            _damage = Bytes(log, reader.End, reader.Length) + (reader.IsDamaged
                ? " are damaged, by a failure of power before they were acknowledged or by something later"
                : " are no whole commit");
    }

    private void SetAside(string name) => _mended.Add($"{name} was set aside as {files.SetAside(name)}");

    /// <summary>The header of a file, if it is that of a file of this name.</summary>
    private static FileHeader? HeaderOf(IDiskFile file, StoredFile stored) =>
        FileHeader.Read(file, stored.Name) is { } header && header.Kind == stored.Kind && header.Number == stored.Number
            ? header
            : null;

    /// <summary>Says which file it is that the store does not understand.</summary>
    private static T Naming<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{name} is not damaged, but holds what this release can't read: {failure.Message} "
                + "Nothing was changed; start the release that wrote it, or name another data folder.", failure);
        }
    }

    private static string Missing(long from, long to, string? damage) => string.Create(CultureInfo.InvariantCulture,
        $"{damage ?? "A part of the log is missing"}: {(from == to ? $"commit {from} is" : $"commits {from} to {to} are")} lost");

    private static string Bytes(StoredFile log, long from, long to) =>
        string.Create(CultureInfo.InvariantCulture, $"Bytes {from} to {to} of {log.Name}");
}

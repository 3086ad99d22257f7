namespace MovieGrains.Standalone.Storage;

/// <summary>What the data folder needs of a file system: no more, so that tests can stand in for a failing one.</summary>
internal interface IDisk
{
    /// <summary>Makes a file for writing and reading, in place of any of that name.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens a file.</summary>
    IDiskFile Open(string path, bool writable);

    /// <summary>Names of the files in a folder, without the folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Whether there is such a file.</summary>
    bool Exists(string path);

    /// <summary>Gives a file another name in its folder. Refused when there is one of that name.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; it is no fault when there is none.</summary>
    void Delete(string path);

    /// <summary>Makes durable which files there are in a folder, and under which names.</summary>
    void SyncFolder(string folder);
}

/// <summary>An open file. Positions are arguments: no two users of a file share a place in it.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Bytes in it.</summary>
    long Length { get; }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    /// <returns>Bytes read.</returns>
    int Read(Span<byte> into, long offset);

    /// <summary>Writes all of the bytes, or throws; then any number of them may have been written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file.</summary>
    void SetLength(long length);

    /// <summary>Returns when what was written survives the end of the machine.</summary>
    void Sync();
}

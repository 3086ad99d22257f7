namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>A spool folder in memory, of a size that a test gives it.</summary>
internal sealed class FakeSpool
{
    /// <summary>Bytes that fit into a file.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>What to throw instead of making a file.</summary>
    public Exception? Failure { get; set; }

    public int Created { get; private set; }

    /// <summary>Files that are there.</summary>
    public int Open { get; private set; }

    public Stream Create(string folder)
    {
        Assert.Equal("spool", folder);
        if (Failure is not null)
            throw Failure;
        Created++;
        Open++;
        return new SpoolFile(this);
    }

    private sealed class SpoolFile(FakeSpool spool) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > spool.Room)
                throw new IOException("No space left on device.");
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            // The reader of the copy disposes it, and then its owner does.
            if (CanRead)
                spool.Open--;
            base.Dispose(disposing);
        }
    }
}

namespace MovieGrains.Grains.Storage;

/// <summary>The newest commits of a record, as many as fit a bound, for those who have all before them. Safe for several threads.</summary>
/// <param name="most">How many bytes are remembered at most.</param>
public sealed class RecentCommits(long most)
{
    /// <summary>How many bytes are remembered of a record that is smaller than that itself?</summary>
    private const long Least = 256 << 10;

    private readonly Lock gate = new();
    private readonly Queue<byte[]> commits = new();
    private long last; // The number of the newest one; the others' are the numbers before it.
    private long bytes;

    /// <summary>How many bytes are remembered now.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
                return bytes;
        }
    }

    /// <summary>Begins after a commit.</summary>
    /// <param name="number">Its number.</param>
    public void StartAfter(long number)
    {
        lock (gate)
        {
            commits.Clear();
            (last, bytes) = (number, 0);
        }
    }

    /// <summary>Adds a commit.</summary>
    /// <param name="number">Its number: one greater than that of the one before.</param>
    /// <param name="items">A run of its items. Not to be changed.</param>
    /// <param name="useful">How many bytes of history are of any use.</param>
    public void Add(long number, byte[] items, long useful)
    {
        ArgumentNullException.ThrowIfNull(items);
        lock (gate)
        {
            if (number != last + 1)
                throw new ArgumentOutOfRangeException(nameof(number), number, $"It does not follow {last}.");
            commits.Enqueue(items);
            last = number;
            bytes += items.Length;
            var keep = Math.Min(most, Math.Max(Least, useful));
            while (bytes > keep && commits.TryDequeue(out var oldest))
                bytes -= oldest.Length;
        }
    }

    /// <summary>The commits after some number.</summary>
    /// <param name="after">The number.</param>
    /// <param name="most">Bytes at most, unless one commit alone has more.</param>
    /// <returns>The commits, and the number of the last one there is; null when some are no longer known, or never were.</returns>
    public (byte[][] Commits, long Last)? Read(long after, long most)
    {
        lock (gate)
        {
            if (after > last || after < last - commits.Count)
                return null;
            var found = new List<byte[]>();
            long read = 0;
            foreach (var commit in commits.Skip((int)(after - (last - commits.Count))))
            {
                if (found.Count > 0 && read + commit.Length > most)
                    break;
                found.Add(commit);
                read += commit.Length;
            }
            return ([.. found], last);
        }
    }
}

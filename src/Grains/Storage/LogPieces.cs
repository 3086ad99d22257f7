using System.Collections.Immutable;

namespace MovieGrains.Grains.Storage;

/// <summary>Commits as the bytes of rows of the log, and back.</summary>
internal static class LogPieces
{
    /// <summary>Puts commits one after the other and cuts them into rows.</summary>
    public static List<ReadOnlyMemory<byte>> Cut(IReadOnlyCollection<LogCommit> commits, int rowBytes)
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream);
        foreach (var commit in commits)
            commit.WriteTo(to);
        to.Flush();
        ReadOnlyMemory<byte> rest = stream.ToArray();
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (; !rest.IsEmpty; rest = rest[pieces[^1].Length..])
            pieces.Add(rest[..Math.Min(rowBytes, rest.Length)]);
        return pieces;
    }

    /// <summary>Where the commits in a head go: into rows that no group has.</summary>
    public static LogGroup GroupOf(RecordHead head, List<ReadOnlyMemory<byte>> pieces)
    {
        var taken = head.Log.SelectMany(static group => group.Rows).ToHashSet();
        var free = Enumerable.Range(0, taken.Count + pieces.Count).Where(row => !taken.Contains(row)).Take(pieces.Count);
        return new LogGroup(head.Inline[0].Number, head.Inline[^1].Number, pieces.Sum(static piece => piece.Length), [.. free]);
    }

    /// <summary>The commits that some rows' bytes are.</summary>
    public static ImmutableArray<LogCommit> Join(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var stream = new MemoryStream();
        foreach (var piece in pieces)
            stream.Write(piece.Span);
        stream.Position = 0;
        using var from = new BinaryReader(stream);
        var commits = ImmutableArray.CreateBuilder<LogCommit>();
        while (stream.Position < stream.Length)
            commits.Add(LogCommit.Read(from));
        return commits.ToImmutable();
    }
}

using System.Diagnostics;
using MovieGrains.Catalog.Durability;

namespace MovieGrains.Standalone.Storage;

/// <summary>Where a whole commit stands in a log.</summary>
internal readonly record struct FoundCommit(long Number, long Start, long End);

/// <summary>Finds the whole commits of a log, whatever stands between them.</summary>
/// <remarks>A commit is looked through to its last frame before anything of it is handed out, and then read once more: it may be
/// larger than memory, and half of one must not be seen.</remarks>
internal sealed class LogReader(IDiskFile file, FileHeader header)
{
    private readonly FrameReader _frames = new(file, header.Salt);
    private long _position = StorageFormat.HeaderBytes;

    public long Length => _frames.Length;

    /// <summary>Where the last commit that was found ends.</summary>
    public long End { get; private set; } = StorageFormat.HeaderBytes;

    /// <summary>Whether something that no interrupted write leaves stands behind <see cref="End"/>.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Finds the next commit. What stands between the one before and it is no commit.</summary>
    /// <returns>Null when there is none; then what is behind <see cref="End"/> is none.</returns>
    public FoundCommit? Next()
    {
        IsDamaged = false;
        var run = default(Run);
        while (true)
        {
            switch (_frames.Look(_position, out var frame))
            {
                case FrameState.Whole:
                    IsDamaged |= !run.Follow(frame);
                    _position = frame.End;
                    if (run.IsComplete)
                        return Found(run);
                    break;
                case FrameState.Bad:
                    IsDamaged = true;
                    run = default;
                    // Forwards by one byte at least, so this ends.
                    _position = _frames.FindNext(_position + 1);
                    break;
                case FrameState.CutShort or FrameState.End:
                    return null;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Hands out the items of a commit.</summary>
    public void Feed(in FoundCommit commit, ICatalogRestore restore)
    {
        for (var offset = commit.Start; offset < commit.End;)
        {
            // Looked at before, a moment ago; but then the disk is read again.
            if (_frames.Look(offset, out var frame) != FrameState.Whole)
                throw new IOException("The log changed while it was read.");
            for (var items = _frames.Payload(frame); !items.IsEmpty;)
                restore.Read(FrameReader.TakeItem(ref items));
            offset = frame.End;
        }
    }

    private FoundCommit Found(in Run run)
    {
        End = _position;
        return new FoundCommit(run.Number, run.Start, _position);
    }

    /// <summary>Frames of one commit, from its first on.</summary>
    private struct Run
    {
        private int _count;

        public long Number { get; private set; }

        public long Start { get; private set; }

        public bool IsComplete { get; private set; }

        /// <summary>Takes the next frame.</summary>
        /// <returns>False when it is not the next one of this commit, nor the first of a commit where none was begun.</returns>
        public bool Follow(in FrameHeader frame)
        {
            var follows = frame.IsFirst
                ? _count == 0
                : _count > 0 && frame.Number == Number && frame.Index == _count;
            if (frame.IsFirst)
                (Number, Start, _count) = (frame.Number, frame.Offset, 1);
            else
                _count = follows ? _count + 1 : 0;
            IsComplete = _count > 0 && frame.IsLast;
            return follows;
        }
    }
}

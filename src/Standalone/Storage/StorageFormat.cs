// The layout of the data folder's files. This comment is its specification; numbers are little-endian.
//
//   log-<number>.mgl         the commits after <number>, until the next log goes on
//   snapshot-<number>.mgs    all that was held at commit <number>
//   <name>.tmp               being written; means nothing, and is removed at start
//   <name>.damaged           set aside by a start that could not read it
//   lock, owner              see FolderLock
//
// <number> has twenty digits, so that the order of names is the order of commits. A file comes to its name only when its header
// (of a snapshot: all of it) has been synced. When snapshot-<n> is there, so is log-<n>.
//
// A file begins with its header, twice, so that one damaged byte doesn't cost a file. These 48 bytes stay as they are in every
// version of the format, so that any version can tell that a file is of a later one:
//
//    0   8  "MGRAINS" and a line feed
//    8   4  version of the format: 1
//   12   4  1 log, 2 snapshot
//   16   8  number, as in the name
//   24   8  when it was begun, in milliseconds since 1970
//   32   8  salt: random, see below
//   40   8  XXH64 of the 40 bytes before
//
// Then come frames, without a gap:
//
//    0   4  marker, by which the next frame is found behind a damaged one
//    4   4  bytes of the payload: at most 64 MiB
//    8   8  offset of this frame in the file, so that nothing that was moved or copied is taken for a frame
//   16   8  number of the commit; in a snapshot, of the snapshot
//   24   4  index of the frame in its commit or snapshot, from 0
//   28   4  flags: 1 first, 2 last, 4 footer of a snapshot
//   32   8  XXH64 of the payload
//   40   8  XXH64 of the 40 bytes before, xor the file's salt
//   48      payload
//
// The salt keeps bytes that somebody sent us, and that look like a frame, from being one when the marker is searched for.
//
// A payload is items: for each, 4 bytes of length (one at least) and its bytes. An item stands in one frame; a frame is closed
// when the next item would make it larger than 256 KiB, so only an item larger than that makes a larger frame.
//
// A commit is its frames with indexes from 0 on, one behind the other, the first flagged "first" and the last "last" (a commit
// of one frame: both). Without the last it did not happen. A snapshot is one such run whose last frame is the footer, with a
// payload of 16 bytes: count of items, count of movies.
//
// What is in an item is the catalogue's affair: src/Catalog/Durability/ItemWriting.cs, and of the indexes that snapshots have,
// src/Catalog/Layout/IndexLayout.cs.

namespace MovieGrains.Standalone.Storage;

/// <summary>Constants of the layout that is specified at the top of this file.</summary>
internal static class StorageFormat
{
    public const uint Version = 1;

    /// <summary>Bytes of one copy of a file's header.</summary>
    public const int HeaderCopyBytes = 48;

    /// <summary>Where the first frame is.</summary>
    public const int HeaderBytes = 2 * HeaderCopyBytes;

    public const int FrameHeaderBytes = 48;

    public const uint Marker = 0xF7A1_4D93;

    /// <summary>How large a frame gets before it is closed: one write, and one checksum while the bytes are in a cache.</summary>
    public const int FrameTarget = 256 << 10;

    /// <summary>How large a payload may be: what a reader is ready to allocate on the word of a file.</summary>
    public const int MaxPayload = 64 << 20;

    /// <summary>Bytes before each item.</summary>
    public const int ItemPrefix = 4;

    public const int FooterBytes = 16;

    public const int MaxItem = MaxPayload - ItemPrefix;

    public static ReadOnlySpan<byte> Magic => "MGRAINS\n"u8;

    /// <summary>The marker as it stands in a file.</summary>
    public static ReadOnlySpan<byte> MarkerBytes => [0x93, 0x4D, 0xA1, 0xF7];
}

/// <summary>What a file is.</summary>
internal enum FileKind
{
    Log = 1,
    Snapshot = 2,
}

/// <summary>What a frame is to its commit or snapshot.</summary>
[Flags]
internal enum FrameFlags
{
    None = 0,
    First = 1,
    Last = 2,
    Footer = 4,
}

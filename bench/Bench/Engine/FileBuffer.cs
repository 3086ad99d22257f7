using MovieGrains.Bench.Movies;

namespace MovieGrains.Bench.Engine;

/// <summary>The records of one file, in memory, so that making or reading them isn't timed as loading them.</summary>
internal sealed class FileBuffer
{
    private readonly ByteText text = new();
    private readonly List<int> ends = [];

    /// <summary>Records in it.</summary>
    public int Count => ends.Count;

    /// <summary>Bytes of their JSON.</summary>
    public int Bytes => text.Length;

    /// <summary>A record's JSON.</summary>
    public ReadOnlySpan<byte> this[int place] => text.Written[(place == 0 ? 0 : ends[place - 1])..ends[place]];

    /// <summary>Replaces what it holds by the records of a file.</summary>
    public void Fill(FeedFile file)
    {
        text.Clear();
        ends.Clear();
        file.Read((json, _) =>
        {
            text.Add(json);
            ends.Add(text.Length);
        });
    }
}

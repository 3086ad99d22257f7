namespace MovieGrains.Catalog.Tests.Records.Splitting;

/// <summary>Files with something wrong.</summary>
internal static class Fuzz
{
    private static readonly byte[] Structure = "\"\\{}[],:\n \0"u8.ToArray();

    /// <summary>A random file with some bytes replaced, removed, put in, or its end torn off.</summary>
    public static byte[] Spoil(RandomFiles files)
    {
        var random = files.Random;
        var file = files.File(files.Records(6), (Layout)random.Next(Enum.GetValues<Layout>().Length)).ToList();
        for (var i = random.Next(4); i >= 0 && file.Count > 0; i--)
            SpoilOnce(file, random);
        return [.. file];
    }

    private static void SpoilOnce(List<byte> file, Random random)
    {
        var at = random.Next(file.Count);
        var value = Structure[random.Next(Structure.Length)];
        switch (random.Next(8))
        {
            case 0:
                file.RemoveRange(at, file.Count - at);
                break;
            case < 3:
                file.RemoveAt(at);
                break;
            case < 5:
                file.Insert(at, value);
                break;
            default:
                file[at] = value;
                break;
        }
    }
}

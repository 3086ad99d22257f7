using System.IO.Compression;
using System.Text;
using MovieGrains.Catalog.Tests.Records.Splitting;

namespace MovieGrains.Ingest.Tests.Fakes;

/// <summary>Files of every kind that has been seen or feared, whole, broken and half broken. The seed decides everything.</summary>
internal static class BrokenFiles
{
    private static readonly string[] OddRecords =
    [
        """{"title":"Twice","title":"Again","year":1999}""", """{"title":"Y","year":"1999"}""", """{"title":"Y","year":1999.0}""",
        """{"title":"Y","year":0}""", """{"title":"Y","year":99999999999999999999}""", """{"title":7,"year":1999}""", """{"year":1999}""",
        """{"title":"Y","year":1999,"cast":"one"}""", """{"title":"Y","year":1999,"cast":[1]}""", """{"title":"Y","year":1999,"genres":{}}""",
        """{"title":"","year":1999}""", """{"title":null,"year":1999}""", """{"title":"Y"}""", "{}", "null", "7", "\"text\"", "[]", "[[1],[2]]",
        """{"title":"Gone","year":2000,"deleted":true}""", """{"title":"Y","year":1999,"deleted":"yes"}""", """{"id":"1999-x","title":"I","year":1999}""",
        """{"title":"H","year":1999,"href":"one"}""", """{"title":"H","year":1999,"href":"two"}""", """{"title":"H","year":1999}""",
        """{"title":"\ud800","year":1999}""", "{\"title\":\"\u0001\",\"year\":1999}", """{"title":"N","year":1999,"n":1e999}""", "{\"title\":\"O\",\"year\":1999,}",
    ];

    private static readonly Func<RandomFiles, byte[]>[] Kinds =
    [
        files => files.File(Some(files), Any(files)),
        files => files.File(Odd(files), Layout.CompactArray),
        files => files.File(Odd(files), Layout.Lines),
        files => Encoding.UTF8.GetBytes(files.Records(1)[0]),
        files => Gzip(files.File(Odd(files), Layout.Lines)),
        files => TornOff(Gzip(files.File(Some(files), Layout.Lines)), files.Random),
        files => [.. Gzip(files.File(Some(files), Layout.Lines)), .. Gzip(Encoding.UTF8.GetBytes("\n" + string.Join("\n", Odd(files))))],
        files => [.. Gzip(files.File(Some(files), Layout.Lines)), .. "more"u8],
        files => Changed(Gzip(files.File(Some(files), Layout.Lines)), files.Random),
        files => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("[" + string.Join(",", Some(files)) + "]")],
        files => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[" + string.Join(",", Some(files)) + "]")],
        files => Encoding.BigEndianUnicode.GetBytes("[" + string.Join(",", Some(files)) + "]"),
        files => Binary(files.Random),
        files => Encoding.UTF8.GetBytes(Among(files, "{\"title\":\"D\",\"year\":1999,\"d\":" + new string('[', 5000) + new string(']', 5000) + "}")),
        files => Encoding.UTF8.GetBytes(Among(files, "{\"title\":\"L\",\"year\":1999,\"l\":\"" + new string('x', 1_200_000) + "\"}")),
        files => TornOff(files.File(Some(files), Any(files)), files.Random),
        files => [.. files.File(Some(files), Layout.CompactArray), .. "]} and more"u8],
        Fuzz.Spoil,
        Fuzz.Spoil,
    ];

    /// <summary>The kinds there are.</summary>
    public static int KindCount => Kinds.Length;

    /// <summary>A file of a kind.</summary>
    public static byte[] Make(int kind, int seed) => Kinds[kind](new RandomFiles(seed));

    private static Layout Any(RandomFiles files) => (Layout)files.Random.Next(Enum.GetValues<Layout>().Length);

    private static List<string> Some(RandomFiles files) => files.Records(8);

    private static List<string> Odd(RandomFiles files)
    {
        var records = files.Records(4);
        for (var i = files.Random.Next(1, 6); i > 0; i--)
            records.Insert(files.Random.Next(records.Count + 1), OddRecords[files.Random.Next(OddRecords.Length)]);
        return records;
    }

    private static string Among(RandomFiles files, string record)
    {
        var records = files.Records(3);
        records.Insert(files.Random.Next(records.Count + 1), record);
        return files.Random.Next(2) == 0 ? "[" + string.Join(",\n", records) + "]" : string.Join("\n", records);
    }

    private static byte[] Gzip(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static byte[] TornOff(byte[] file, Random random) => file[..random.Next(file.Length)];

    private static byte[] Changed(byte[] file, Random random)
    {
        file[random.Next(file.Length)] ^= (byte)random.Next(1, 256);
        return file;
    }

    private static byte[] Binary(Random random)
    {
        var bytes = new byte[random.Next(1, 500)];
        random.NextBytes(bytes);
        return bytes;
    }
}

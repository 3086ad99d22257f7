namespace MovieGrains.EndToEnd.Browser;

/// <summary>Movies that are hard to show.</summary>
internal static class AwkwardMovies
{
    public const string ScriptTitle = "<script>window.broken=1</script><img src=x onerror=\"window.broken=2\">";
    public const string ArabicTitle = "باب الحديد";
    public const string EmojiTitle = "The 👩‍👩‍👧‍👦 & 🏳️‍🌈 Zorblax Movie 🎬";

    /// <summary>A word that no line can be broken at.</summary>
    public static readonly string LongTitle = "Zorblax" + string.Concat(Enumerable.Repeat("unbreakable", 20)) + " and so on";

    /// <summary>A drop file of them.</summary>
    public static string Json => System.Text.Json.JsonSerializer.Serialize(new object[]
    {
        new { title = ScriptTitle, year = 2001, cast = new[] { "<b>Bold</b> Zorblax" }, genres = new[] { "<i>Odd</i>" }, extract = "<style>*{display:none}</style> Zorblax." },
        new { title = ArabicTitle, year = 1958, cast = new[] { "يوسف شاهين", "Hind Rostom" }, genres = new[] { "Drama" }, extract = "باب الحديد فيلم مصري." },
        new { title = EmojiTitle, year = 2002, cast = new[] { "Zoë 🎭 Zorblax" }, genres = new[] { "Comedy" } },
        new { title = LongTitle, year = 2003, cast = Enumerable.Range(1, 40).Select(n => $"Somebody Number {n} Zorblax").ToArray(), genres = new[] { "Either|Or", "Back\\slash" } },
        new
        {
            title = "Zorblax with a picture",
            year = 2004,
            cast = new[] { "Somebody" },
            genres = new[] { "Drama" },
            thumbnail = "https://pictures.example/poster.png",
            thumbnail_width = 200,
            thumbnail_height = 300,
        },
        new { title = "Zorblax with a picture that fails", year = 2004, cast = Array.Empty<string>(), genres = Array.Empty<string>(), thumbnail = "https://pictures.example/none.png", thumbnail_width = 200, thumbnail_height = 300 },
        new { title = "Zorblax with more", year = 2005, cast = Array.Empty<string>(), genres = Array.Empty<string>(), href = "javascript:window.broken=3", studio = "<u>Studio</u>" },
    });
}

namespace MovieGrains.Catalog.Tests.Generated;

/// <summary>Few values that are hard to get right: a small vocabulary, so that random movies meet.</summary>
internal static class NastyWords
{
    public static readonly string[] Titles =
    [
        "A", "a", "Á", "b", "$", "8½", "8 1⁄2", "M", "The", "The The", "the  the the", "The Thing", "The Thing from Another World",
        "Thing", "Thin", "Amélie", "AMÉLIE", "Amelie", "  x\ty ", "x y", "Straße", "STRASSE", "ﬁn", "fin", "Fin!", "😀", "😀😀", "日本", "日本語",
        "aaa", "aaaa", "aaaaaaaa", "aaaaaaaab", "aaaaaaaabb", "O'Brien", "O’Brien", "quote\"d", "back\\slash", "\u0001\u001F\u007F",
        "İstanbul", "ΣΑΣ", "σας", "\u0301", "\u0301\u0300", "\u00AD", "zero\0zero", "zero", "ab", "abc", "abcd", "bcd", "abcabcabd",
        "2001", "🎬 — the “film”", "\uFFFF", "\U0010FFFF", "e\u0301", "é",
        "a title so long that it is beyond any first eight bytes, and a little longer than that, one",
        "a title so long that it is beyond any first eight bytes, and a little longer than that, two",
    ];

    public static readonly string[] Names =
    [
        "ZaSu Pitts", "Zasu Pitts", "ZASU PITTS", "zasu  pitts", "(", "of", "Of", "Cuba Gooding  Jr.", "Cuba Gooding Jr.", "will.i.am",
        "Yahya Abdul-Mateen II", "Yahya Abdul‑Mateen II", "Renée", "Renee", "RENÉE", "Rene", "A", "a", "á", "AB", "ABC", "ABCD", "", " ", "\u0301",
        "😀 Star", "😀", "Łódź", "Lodz", "aaaa aaaa", "\"", "\\", "\n", "日本",
    ];

    public static readonly string[] Genres =
    [
        "Drama", "drama", "DRAMA", "Comedy", "Comédy", "Science Fiction", "Science  fiction", "Sci-Fi", "Sci–Fi", "Action", "", "\u0301", "A", "ß", "ss", "SS",
    ];

    public static readonly int[] Years = [1, 9, 10, 99, 100, 999, 1899, 1917, 1918, 1919, 1920, 1999, 2000, 2001, 9998, 9999];

    /// <summary>Values of fields that the catalogue does not know.</summary>
    public static readonly string[] Others =
        ["1", "1.0", "1e3", "-0", "1E+400", "\"x\"", "\"\\u0041\\/\\ud83d\\ude00\"", "[ ]", "{ }", "[1, [2, {\"b\": 1 , \"a\": null}]]", "true", "false"];

    public static readonly string[] OtherNames = ["zz", "a", "é", "Title", "\uFFFF", "😀", "", "with \"quote\"", "rating"];

    public static readonly string[] Hrefs = ["One_(film)", "Two_(film)", "é", ""];
}

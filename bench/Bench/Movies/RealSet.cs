namespace MovieGrains.Bench.Movies;

/// <summary>What was measured of the 36,273 records that the generator imitates.</summary>
/// <remarks>
/// Counts, not content: the repository doesn't carry the set (Wikipedia's American films, by Peter Rust,
/// github.com/prust/wikipedia-movie-data). Measured once, with <c>bench generate --stats --data FOLDER</c> beside them.
/// </remarks>
internal static class RealSet
{
    /// <summary>Records in the set.</summary>
    public const int Records = 36_273;

    /// <summary>Different cast names.</summary>
    public const int Names = 28_630;

    /// <summary>Different words in titles, split at blanks, in lower case.</summary>
    public const int TitleWords = 16_235;

    /// <summary>The first year that has a record; each year after it has at least one.</summary>
    public const int FirstYear = 1900;

    /// <summary>Share of records that have a thumbnail.</summary>
    public const double ThumbnailShare = 30_368.0 / Records;

    /// <summary>Records per year from <see cref="FirstYear"/>.</summary>
    public static ReadOnlySpan<int> Years =>
    [
        18, 81, 7, 78, 25, 35, 8, 7, 18, 77, 26, 29, 45, 55, 190, 411,
        728, 914, 814, 657, 612, 640, 510, 445, 512, 635, 584, 621, 589, 388, 397, 425,
        486, 443, 446, 466, 510, 480, 432, 344, 517, 535, 537, 465, 455, 414, 423, 390,
        420, 363, 445, 428, 370, 357, 240, 255, 278, 306, 271, 201, 162, 174, 154, 149,
        164, 151, 153, 147, 173, 155, 155, 167, 191, 177, 170, 142, 171, 148, 140, 156,
        204, 177, 168, 161, 195, 209, 221, 321, 329, 287, 283, 228, 246, 219, 301, 324,
        372, 378, 258, 240, 218, 234, 229, 225, 209, 196, 182, 254, 278, 405, 356, 203,
        282, 285, 229, 209, 183, 246, 274, 245, 275, 360, 326, 192,
    ];

    /// <summary>The genres, commonest first.</summary>
    public static readonly string[] Genres =
    [
        "Drama", "Comedy", "Silent", "Western", "Romance", "Crime", "Action", "Thriller",
        "Musical", "Adventure", "Horror", "War", "Science Fiction", "Mystery", "Noir", "Short",
        "Animated", "Fantasy", "Biography", "Historical", "Documentary", "Sports", "Family", "Independent",
        "Supernatural", "Erotic", "Slasher", "Superhero", "Spy", "Teen", "Satire", "Suspense",
        "Political", "Martial Arts", "Disaster", "Legal", "Performance", "Sport", "Live Action", "Dance",
        "Found Footage",
    ];

    /// <summary>Titles of 1, 2, 3, … words; the last one stands for all longer ones.</summary>
    public static ReadOnlySpan<int> TitleLengths => [4150, 10673, 11032, 6190, 2799, 858, 311, 151, 109];

    /// <summary>What differs from one time to another, oldest first.</summary>
    public static readonly Era[] Eras =
    [
        new(
            LastYear: 1929,
            Genres: [5400, 2434, 7108, 1308, 632, 324, 217, 52, 66, 353, 30, 356, 3, 232, 1, 628, 8, 54, 18, 110, 22,
                58, 10, 7, 0, 2, 0, 0, 6, 1, 2, 0, 0, 0, 1, 0, 0, 5, 0, 1, 0],
            GenreCounts: [266, 1828, 5615, 1822, 215, 13, 0],
            CastSizes: [331, 333, 6109, 2916, 51, 14, 4, 1],
            NoExtracts: 1458,
            ExtractLengths: [302, 3562, 2221, 1518, 419, 158, 58, 38, 15, 6, 4]),
        new(
            LastYear: 1969,
            Genres: [4294, 3618, 19, 2811, 1028, 1368, 280, 338, 1244, 802, 361, 946, 299, 678, 862, 295, 306, 112, 190, 170, 104,
                112, 73, 98, 7, 20, 0, 4, 99, 31, 18, 68, 21, 0, 15, 6, 2, 25, 6, 5, 0],
            GenreCounts: [104, 7866, 4430, 1135, 132, 10, 4],
            CastSizes: [217, 440, 5800, 6267, 543, 197, 137, 45, 15, 4, 8, 5, 0, 1, 1, 0, 0, 0, 0, 0, 1],
            NoExtracts: 125,
            ExtractLengths: [497, 3245, 4415, 2923, 1320, 689, 275, 111, 52, 18, 11]),
        new(
            LastYear: 1999,
            Genres: [2388, 2322, 2, 247, 532, 566, 863, 762, 257, 320, 733, 221, 462, 155, 189, 75, 209, 282, 225, 123, 169,
                135, 195, 121, 107, 140, 166, 60, 47, 84, 50, 41, 36, 76, 41, 30, 22, 7, 9, 12, 2],
            GenreCounts: [48, 2537, 2821, 1055, 248, 27, 2],
            CastSizes: [209, 476, 1321, 2390, 842, 541, 384, 261, 126, 76, 40, 30, 24, 5, 1, 3, 2, 2, 1, 1, 0,
                1, 1, 0, 1],
            NoExtracts: 73,
            ExtractLengths: [129, 1044, 1611, 1456, 1140, 677, 345, 149, 76, 30, 8]),
        new(
            LastYear: 2023,
            Genres: [1980, 2124, 2, 70, 665, 354, 881, 846, 218, 286, 634, 171, 405, 98, 68, 25, 374, 329, 320, 164, 232,
                154, 157, 93, 199, 78, 65, 157, 62, 89, 49, 3, 53, 29, 28, 20, 18, 2, 20, 16, 23],
            GenreCounts: [170, 1904, 2686, 1104, 191, 32, 8],
            CastSizes: [112, 119, 334, 730, 620, 605, 633, 472, 388, 310, 228, 182, 163, 119, 108, 118, 97, 74, 82, 47, 57,
                55, 52, 51, 42, 25, 35, 19, 32, 29, 22, 23, 16, 14, 14, 9, 6, 6, 4, 7, 36],
            NoExtracts: 85,
            ExtractLengths: [33, 401, 1000, 1322, 1232, 869, 540, 322, 151, 78, 62]),
    ];
}

/// <summary>What was measured of the records of some years.</summary>
/// <param name="LastYear">The last of the years; the first follows the era before.</param>
/// <param name="Genres">Records per genre, in the order of <see cref="RealSet.Genres"/>.</param>
/// <param name="GenreCounts">Records that have 0, 1, 2, … genres.</param>
/// <param name="CastSizes">Records that have 0, 1, 2, … names in their cast; the last stands for all larger ones.</param>
/// <param name="NoExtracts">Records without an extract.</param>
/// <param name="ExtractLengths">Records whose extract has 0..99, 100..199, … bytes; the last stands for all longer ones.</param>
internal sealed record Era(
    int LastYear, int[] Genres, int[] GenreCounts, int[] CastSizes, int NoExtracts, int[] ExtractLengths);

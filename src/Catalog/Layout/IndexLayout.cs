// How the index of a part is stored: the arrays that it consists of, as they lie in memory, one after the other in the order in
// which the classes of the index write them (WriteTo) and read them (Read). Each array is an item of its element type, its
// length and its first bytes, and items of its further bytes; see ItemWriting. Numbers are little-endian.
//
// What is cheap to derive is not stored: addresses of documents, ranks of ids, counts of bitmaps, groups of titles and extracts.
//
//   Part          years; Titles; ranks of titles; movies by title; movies by id; title words; title phrases;
//                 genres; cast; cast words; cast phrases; full text; suggestions
//   TextIndex     words of titles; of casts; of genres; of extracts; names of the casts' words; keys of titles; lengths of titles;
//                 lengths of extracts
//   FieldWords    words; movies; keys of beginnings; movies of beginnings
//   TextColumn    bytes; ends
//   PostingLists  counts; offsets; bytes; words
//   GramIndex     keys; lists
//   PhraseIndex   keys; lists
//   WordIndex     words; numbers; grams; keys of the grams whose bitmaps are kept; of each, its bitmap
//   TermIndex     folded texts; terms of movies; their ends; postings; spellings
//   SuggestIndex  likelihoods of movies; texts of suffixes; their places; of the tree: labels; depths; ends; firsts
//   Spellings     first spellings; terms that have several; ends of their spellings; texts of these; movies that use them; ends

using System.Globalization;

namespace MovieGrains.Catalog.Layout;

/// <summary>Which stored indexes are like those that this process would build.</summary>
internal static class IndexLayout
{
    /// <summary>To be raised whenever the same documents would give other arrays: when the layout above changes, and when what is put
    /// into it does, such as by another rule of folding. A test holds the bytes that belong to it.</summary>
    private const int Number = 3;

    /// <summary>Whether indexes are stored and taken at all: arrays are copied as they lie in memory.</summary>
    public static bool IsSupported => BitConverter.IsLittleEndian;

    /// <summary>Stands in front of each stored index. One of another version is passed over.</summary>
    /// <remarks>Texts are folded by the runtime's and ICU's tables. Another release of either may fold letters otherwise that are
    /// new to Unicode; a pattern folded by one would not be found in an index folded by the other.</remarks>
    public static string Version { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Number}, .NET {Environment.Version.Major}, collation {CultureInfo.InvariantCulture.CompareInfo.Version.FullVersion:x}");
}

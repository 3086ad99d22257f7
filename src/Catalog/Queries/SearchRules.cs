using System.Buffers;
using System.Text;
using System.Text.Json;
using MovieGrains.Catalog.Text;
using MovieGrains.Catalog.Words;

namespace MovieGrains.Catalog.Queries;

/// <summary>What full-text search knows of a language and of taste: stop words, words that mean the same, weights.</summary>
/// <remarks>
/// Data, not code: a JSON object as in <c>search-rules.json</c>, which is built in, and which docs/search.md describes. They count when
/// a query is asked, never when a part is indexed, so that other rules need no other index.
/// </remarks>
public sealed class SearchRules
{
    /// <summary>More words in a list than anybody writes by hand are another file, named by mistake.</summary>
    private const int MostWords = 10_000;

    private static readonly Lazy<SearchRules> BuiltIn = new(ReadBuiltIn);

    private readonly HashSet<string> stopWords;
    private readonly HashSet<string> articles;
    private readonly bool[] stopWordBeginnings = new bool[1 << 16];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> stopWordsBySpan;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> articlesBySpan;
    private readonly Dictionary<string, byte[][]> synonyms;
    private readonly Dictionary<string, byte[][]>.AlternateLookup<ReadOnlySpan<char>> synonymsBySpan;

    private static SearchRules? inForce;

    private SearchRules(JsonElement json)
    {
        var members = new Members("", json);
        stopWords = [.. members.Words("stop_words")];
        articles = [.. members.Words("articles")];
        Articles = [.. articles.Select(Encoding.UTF8.GetBytes)];
        stopWordsBySpan = stopWords.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in stopWords)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            stopWordBeginnings[(bytes[0] << 8) | (bytes.Length > 1 ? bytes[1] : 0)] = true;
        }
        articlesBySpan = articles.GetAlternateLookup<ReadOnlySpan<char>>();
        synonyms = Synonyms(members.Groups("synonyms"), members.Groups("one_way_synonyms"));
        synonymsBySpan = synonyms.GetAlternateLookup<ReadOnlySpan<char>>();
        var weights = members.Object("weights");
        Weights = [weights.Number("title", 1000), weights.Number("cast", 1000), weights.Number("genre", 1000), weights.Number("extract", 1000)];
        var typical = members.Object("typical_words");
        (TypicalTitle, TypicalExtract) = (typical.Number("title", 255), typical.Number("extract", 255));
        Saturation = members.Number("saturation", 1000);
        var typos = members.Object("typos");
        (OneTypoFrom, TwoTyposFrom) = (typos.Number("one_from", 64), typos.Number("two_from", 64));
        YearsOff = members.Number("years_off", 10, least: 0);
        if (TwoTyposFrom < OneTypoFrom)
            throw new InvalidDataException("The search rules' typos.two_from must not be less than typos.one_from.");
        foreach (var asked in (Members[])[members, weights, typical, typos])
            asked.RequireNoOthers();
        Fingerprint = FingerprintOf(json);
    }

    /// <summary>The rules that are built in.</summary>
    public static SearchRules Default => BuiltIn.Value;

    /// <summary>The rules that count in this process when none are named: those it was told at its start, else the ones built in.</summary>
    public static SearchRules InForce => Volatile.Read(ref inForce) ?? Default;

    /// <summary>Takes rules for the whole process, before it answers anything: texts that have been read keep the rules they were read by.</summary>
    /// <param name="rules">The rules; null for the ones built in.</param>
    public static void Enforce(SearchRules? rules) => Volatile.Write(ref inForce, rules);

    /// <summary>Tells these rules from others: the same on every machine, whatever blanks and comments they were written with, and never 0.
    /// Those who rank together must have the same.</summary>
    public long Fingerprint { get; }

    /// <summary>Words without which a title that begins with one is looked up as well.</summary>
    internal byte[][] Articles { get; }

    /// <summary>The weight of a word in each field, in the order of <see cref="WordField"/>.</summary>
    internal int[] Weights { get; }

    /// <summary>How many words a title has that is neither long nor short.</summary>
    internal int TypicalTitle { get; }

    /// <summary>How many words an extract has that is neither long nor short.</summary>
    internal int TypicalExtract { get; }

    /// <summary>The weight at which a word counts half of what it can count at most.</summary>
    internal int Saturation { get; }

    /// <summary>From how many letters on a word may have one typo.</summary>
    internal int OneTypoFrom { get; }

    /// <summary>From how many letters on a word may have two typos.</summary>
    internal int TwoTyposFrom { get; }

    /// <summary>How far from a movie's year a year may be that somebody misremembers.</summary>
    internal int YearsOff { get; }

    /// <summary>Reads rules.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="InvalidDataException">Something is wrong with them; the message says what.</exception>
    public static SearchRules Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
            using var document = JsonDocument.ParseValue(ref reader);
            // What follows the object would be passed over in silence.
            return reader.Read()
                ? throw new InvalidDataException("The search rules must be one JSON object, and nothing behind it.")
                : new SearchRules(document.RootElement);
        }
        catch (JsonException reason)
        {
            throw new InvalidDataException($"The search rules are no JSON: {reason.Message}", reason);
        }
    }

    /// <summary>Whether a word says so little that other words can do without it.</summary>
    internal bool IsStopWord(ReadOnlySpan<byte> word) => Contains(stopWordsBySpan, word);

    /// <summary>Whether a text can begin with a stop word: told by its first two bytes, the first ones of the key.</summary>
    internal bool CanBeStopWord(ulong key) => stopWordBeginnings[(int)(key >> 48)] || (byte)(key >> 48) is 0 or (byte)' ';

    /// <summary>Whether a title that begins with the word is looked up without it as well.</summary>
    internal bool IsArticle(ReadOnlySpan<byte> word) => Contains(articlesBySpan, word);

    /// <summary>The words that mean the same in a title or as a genre.</summary>
    internal byte[][] SynonymsOf(ReadOnlySpan<byte> word)
    {
        Span<char> chars = stackalloc char[WordReader.MaxBytes];
        chars = chars[..Encoding.UTF8.GetChars(word, chars)];
        return synonymsBySpan.TryGetValue(chars, out var found) ? found : [];
    }

    private static bool Contains(HashSet<string>.AlternateLookup<ReadOnlySpan<char>> words, ReadOnlySpan<byte> word)
    {
        Span<char> chars = stackalloc char[WordReader.MaxBytes];
        return words.Contains(chars[..Encoding.UTF8.GetChars(word, chars)]);
    }

    private static Dictionary<string, byte[][]> Synonyms(List<List<string>> groups, List<List<string>> oneWay)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var word in group)
                Add(word, group);
        }
        foreach (var way in oneWay)
            Add(way[0], way);
        return found.ToDictionary(
            f => f.Key, f => f.Value.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToArray(), StringComparer.Ordinal);

        void Add(string word, List<string> others)
        {
            if (!found.TryGetValue(word, out var known))
                found.Add(word, known = []);
            known.AddRange(others.Where(other => !string.Equals(other, word, StringComparison.Ordinal)));
        }
    }

    private static long FingerprintOf(JsonElement json)
    {
        var bytes = new ArrayBufferWriter<byte>(4 << 10);
        using (var writer = new Utf8JsonWriter(bytes))
            json.WriteTo(writer);
        return (long)(XxHash64.Hash(bytes.WrittenSpan) | 1);
    }

    private static SearchRules ReadBuiltIn()
    {
        using var stream = typeof(SearchRules).Assembly.GetManifestResourceStream("search-rules.json")
            ?? throw new InvalidOperationException("The search rules are built in.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    /// <summary>The members of a JSON object, each asked for once.</summary>
    private sealed class Members
    {
        private readonly string path;
        private readonly JsonElement json;
        private readonly HashSet<string> asked = new(StringComparer.Ordinal);

        public Members(string path, JsonElement json)
        {
            if (json.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException(path.Length == 0 ? "The search rules must be a JSON object." : $"The search rules' {path} must be a JSON object.");
            (this.path, this.json) = (path, json);
        }

        public Members Object(string name) => new(PathOf(name), Get(name));

        public int Number(string name, int most, int least = 1)
        {
            var value = Get(name);
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
                ? number
                : throw new InvalidDataException($"The search rules' {PathOf(name)} must be a whole number of {least} to {most}.");
        }

        public List<string> Words(string name) => WordsOf(name, Get(name));

        public List<List<string>> Groups(string name)
        {
            var value = Get(name);
            if (value.ValueKind != JsonValueKind.Array)
                throw Wrong(name);
            var groups = value.EnumerateArray().Select(group => WordsOf(name, group)).ToList();
            return groups.TrueForAll(static group => group.Count > 1)
                ? groups
                : throw new InvalidDataException($"The search rules' {name} must be lists of at least two words each.");
        }

        /// <summary>A member that nobody asked for is a slip of the pen, and one that comes twice would count once.</summary>
        public void RequireNoOthers()
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in json.EnumerateObject())
            {
                if (!asked.Contains(member.Name))
                    throw new InvalidDataException($"The search rules' {PathOf(member.Name)} is not known; there are {string.Join(", ", asked.Order(StringComparer.Ordinal))}.");
                if (!seen.Add(member.Name))
                    throw new InvalidDataException($"The search rules' {PathOf(member.Name)} comes twice.");
            }
        }

        private JsonElement Get(string name)
        {
            asked.Add(name);
            return json.TryGetProperty(name, out var value)
                ? value
                : throw new InvalidDataException($"The search rules have no {PathOf(name)}.");
        }

        private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

        private static List<string> WordsOf(string name, JsonElement list)
        {
            if (list.ValueKind != JsonValueKind.Array)
                throw Wrong(name);
            if (list.GetArrayLength() > MostWords)
                throw TooMany(name);
            var words = new List<string>();
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String)
                    throw Wrong(name);
                if (!IsWord(item.GetString()!))
                    throw new InvalidDataException($"The search rules' {name} have '{item.GetString()}', which is not one word in lower case, without accents and marks.");
                words.Add(item.GetString()!);
            }
            return words;
        }

        private static bool IsWord(string text)
        {
            Span<byte> buffer = stackalloc byte[WordReader.MaxBytes];
            var reader = new WordReader(Folding.Fold(text), buffer);
            return reader.MoveNext() && string.Equals(Encoding.UTF8.GetString(reader.Word), text, StringComparison.Ordinal) && !reader.MoveNext();
        }

        private static InvalidDataException Wrong(string name) =>
            new($"The search rules' {name} must be lists of words, each in lower case, without accents and marks.");

        private static InvalidDataException TooMany(string name) =>
            new($"The search rules' {name} must not have more than {MostWords} words in a list.");
    }
}

/// <summary>Where a word stands in a movie.</summary>
internal enum WordField
{
    /// <summary>In the title.</summary>
    Title,

    /// <summary>In a cast name.</summary>
    Cast,

    /// <summary>In a genre, or as the year.</summary>
    Genre,

    /// <summary>In the extract.</summary>
    Extract,
}
